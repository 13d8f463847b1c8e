create type mood as enum ('ok', 'sad'); create table t (m mood not null default 'ok', ms mood[]); create view v as select m from t; create index on t (m);
