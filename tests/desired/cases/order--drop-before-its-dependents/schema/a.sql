create table t ();
create view v as select from t;
drop table t;
drop view v;
