select count(*) = 1 from trades
