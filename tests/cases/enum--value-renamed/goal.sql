create type s as enum ('a', 'B', 'c');
create table t (id int, k s default 'B', check (k <> 'B' or id > 1));
create index ix on t (id) where k = 'B';
create view v as select * from t where k = 'B';
alter table t enable row level security;
create policy p on t using (k = 'B');
create table part (k s) partition by list (k);
create table part_b partition of part for values in ('B');
