create schema app;
create table app.t2 (k integer) partition by range (k);
create table public.t6 (k integer, c1 numeric(10,2) default 1.5, c3 text) partition by list (k);
create table app.yp2 partition of app.t2 for values from (50) to (55);
alter table public.t6 add constraint ck2_6 check (c3 <> $$x$$) not valid;
