select to_regclass('t_id') is not null
