create type r as range (subtype = int);
create table t (a r, b r_multirange, c r[]); comment on type r is 'rr';
create view v as select a from t;
