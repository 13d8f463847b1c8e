create schema identity_order;
set search_path = identity_order;
create table t (id int generated always as identity, a int, b text not null) partition by range (a);

create schema dropcol;
set search_path = dropcol;
create table t (id int not null, k int, z text) partition by range (id);
create table t_1 partition of t for values from (1) to (20);
create table t_2 (z text, k int, id int not null);
alter table t attach partition t_2 for values from (20) to (30);
create index on t (z);

create schema replica;
set search_path = replica;
create table t (id int not null, k int) partition by range (id);
create table t_1 partition of t for values from (1) to (20);
