select to_regclass('app.v') is not null and to_regclass('public.t') is not null and to_regclass('public.later') is not null
