create function f() returns bigint language sql immutable as 'select 1::bigint'; create table t (a bigint default f()); create view v as select f() as x;
