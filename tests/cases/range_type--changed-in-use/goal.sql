create type r as range (subtype = bigint, multirange_type_name = mr);
create table t (a r, b mr, c r[]); comment on type r is 'rr';
create view v as select a from t;
