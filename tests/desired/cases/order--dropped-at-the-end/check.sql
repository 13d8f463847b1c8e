select to_regclass('v') is null
