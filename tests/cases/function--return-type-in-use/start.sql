create function f() returns int language sql immutable as 'select 1'; create table t (a bigint default f()); create view v as select f() as x;
