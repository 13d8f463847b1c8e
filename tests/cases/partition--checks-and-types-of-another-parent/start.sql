create schema app;
create table public.t6 (k integer, c3 text constraint c3_there not null) partition by list (k);
create table app.yp2 partition of public.t6 for values in (52);
alter table public.t6 add constraint ck2_6 check (c3 is not null) not valid;
create type app.y1 as ("Odd w" date);
create table app.t1 (k integer not null, c1 character varying(20) default 'v', c2 date, c3 text) partition by list (k);
create table public.t7 (k integer, c1 app.y1) partition by range (k);
create table app.xp2 partition of app.t1 for values in (20, 21);
