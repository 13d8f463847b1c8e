create table t (a int, constraint c2 check (a>0) -- schemactl: renamed from c1
);
create index i2 on t(a); -- schemactl: renamed from i1
create policy p2 on t using (true); -- schemactl: renamed from p1
create function f2(x int) returns int language sql as 'select x'; -- schemactl: renamed from f1
create sequence s2; -- schemactl: renamed from s1
create domain d2 as int; -- schemactl: renamed from d1
-- schemactl: renamed from ct1
create type ct2 as (x2 int, -- schemactl: renamed from x
 y text); 
create trigger tr2 before update on t for each row execute function suppress_redundant_updates_trigger(); -- schemactl: renamed from tr1
create table use (d d2, c ct2);
create view v2 as select 1 as one; -- schemactl: renamed from v1
create materialized view m2 as select 1 as x; -- schemactl: renamed from m1
create statistics st2 on a, (a+1) from t;-- schemactl: renamed from st1
