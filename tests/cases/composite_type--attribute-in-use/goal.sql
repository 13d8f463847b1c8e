create type c as (a bigint, b varchar(10), y int);
create type c2 as (c c, n int);
create table t (id int, v c default row(1,'b',2)::c, w c[], z c2);
create table ty (a bigint, b varchar(10), y int);
create function f(c) returns c2 language sql as $$ select null::c2 $$;
create view vw as select (v).a from t;
comment on column c.b is 'bb'; comment on type c is 'cc';
