\c other
