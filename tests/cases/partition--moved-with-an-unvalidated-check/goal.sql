create schema app;
create table public.t6 (k integer, c1 numeric(10,2) default 1.5, c3 text) partition by list (k);
create table app.yp2 partition of public.t6 for values in (52);
alter table public.t6 add constraint ck2_6 check (c3 <> $$x$$) not valid;
