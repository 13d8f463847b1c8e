select count(*) = 2 from pg_inherits
