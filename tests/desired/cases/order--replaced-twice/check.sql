select x = 2 from v
