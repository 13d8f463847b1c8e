select to_regclass('public.u') is not null
