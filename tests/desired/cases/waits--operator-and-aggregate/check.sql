select not same from v
