select has_table_privilege('pg_monitor', 'v', 'select')
