select count(*) = 2 from pg_constraint where contype = 'f'
