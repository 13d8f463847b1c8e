-- schemactl: renamed from t
create table u (id serial primary key, a int references u, 
  bb bigint generated always as identity unique -- schemactl: renamed from b
);
create index u_a_idx on u(a);
create table o (t_id int references u);
create view v as select * from u;
create function f(u) returns int language sql as 'select 1';
