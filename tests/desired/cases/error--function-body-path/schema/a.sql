create table public.t ();
create function ok() returns bigint language sql as 'select count(*) from t';
create function f() returns bigint language sql set search_path = '' as '
  select count(*) from t';
