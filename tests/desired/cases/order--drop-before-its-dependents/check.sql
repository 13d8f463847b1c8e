select to_regclass('t') is null
