create table t (id serial primary key, a int references t, b int generated always as identity unique);
create index t_a_idx on t(a);
create table o (t_id int references t);
create view v as select * from t;
create function f(t) returns int language sql as 'select 1';
