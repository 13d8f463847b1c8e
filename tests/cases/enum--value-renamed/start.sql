create type s as enum ('a', 'b', 'c');
create table t (id int, k s default 'b', check (k <> 'b' or id > 1));
create index ix on t (id) where k = 'b';
create view v as select * from t where k = 'b';
alter table t enable row level security;
create policy p on t using (k = 'b');
create table part (k s) partition by list (k);
create table part_b partition of part for values in ('b');
