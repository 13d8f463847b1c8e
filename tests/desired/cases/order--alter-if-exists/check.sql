select count(*) = 2 from information_schema.columns where table_name = 't'
