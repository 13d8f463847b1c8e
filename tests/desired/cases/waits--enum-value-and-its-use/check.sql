select count(*) = 1 from pg_attrdef
