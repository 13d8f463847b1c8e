create schema app;
create table app.t (k integer, c jsonb) partition by list (k);
create table app.t1 partition of app.t for values in (1);
alter table app.t add constraint ck check (c is not null) not valid;
create table app.t2 partition of app.t for values in (2);
create table app.p (a integer);
create table app.q () inherits (app.p);
alter table app.p add constraint pk check (a > 0) not valid;
