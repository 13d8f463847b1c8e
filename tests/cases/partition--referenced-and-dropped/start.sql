create schema app; create table app.t2 (k integer) partition by range (k);
create table app.xp3 partition of app.t2 for values from (30) to (35);
alter table app.t2 add constraint uq_2 unique nulls not distinct (k);
create table t4 (id integer);
