create table t (a integer, b integer generated always as (a * 2) virtual, c text, d integer generated always as (a + 1) stored, e integer, f integer generated always as (a) virtual);
create view v as select a, b, d from t;
