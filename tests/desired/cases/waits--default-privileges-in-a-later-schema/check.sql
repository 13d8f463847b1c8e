select has_table_privilege('pg_monitor', 'app.v', 'select')
