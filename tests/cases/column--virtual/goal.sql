create table t (a integer, b integer generated always as (a * 3) virtual, c text, d integer generated always as (a + 1) virtual, e integer generated always as (a - 1) virtual, f integer, g integer generated always as (a * a));
create view v as select a, b, d from t;
comment on column t.b is 'computed when read';
