select count(*) = 4 from pg_tables where schemaname in ('app', 'public') and (schemaname = 'app') = (tablename <> 'z')
