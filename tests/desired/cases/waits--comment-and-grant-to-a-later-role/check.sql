select has_table_privilege('desired_reader', 'orders', 'select')
