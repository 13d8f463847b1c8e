create schema app;
set search_path = app;
create view v as select * from public.later;
