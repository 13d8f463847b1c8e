create table t1 (id int, a int, g int generated always as (a * 2) stored, c int generated always as (1) stored);
create index on t1 (g);
create view v as select g from t1;
create table t (id int, a int, b int, g int generated always as (a * 2) stored);
comment on column t.g is 'gg';
create index on t (g);
