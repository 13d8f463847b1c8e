create domain d1 as integer constraint small check (value < 99);
create domain d2 as text default 'x' not null;
create type c as (a d1, b text);
create table t (id integer primary key, ds d1[], d d1 default 3, pair c, d2s d2[] default '{a}', check (d < 50));
create index on t (d);
create view v as select ds, pair from t;
