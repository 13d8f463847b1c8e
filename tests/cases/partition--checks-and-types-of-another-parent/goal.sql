create schema app;
create table public.t6 (k integer, c3 text constraint c3_there not null) partition by list (k);
alter table public.t6 add constraint ck2_6 check (c3 is not null) not valid;
create type app.y1 as ("Odd w" date);
create table public.t7 (k integer, c1 app.y1) partition by range (k);
create table app.xp2 (like public.t7 including generated including defaults);
alter table public.t7 attach partition app.xp2 for values from (20) to (25);
