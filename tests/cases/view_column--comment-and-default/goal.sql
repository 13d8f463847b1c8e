create table t (a int); create view v as select a from t; comment on column v.a is 'a'; alter view v alter column a set default 5;
