set client_encoding = latin1;
