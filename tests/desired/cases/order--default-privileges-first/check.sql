select has_table_privilege('pg_monitor', 't', 'select')
