create schema identity_order;
set search_path = identity_order;
create table t (id int generated always as identity, a int, b text not null) partition by range (a);
create table t_1 (b text not null, a int, id int not null);
alter table t attach partition t_1 for values from (1) to (2);
create table t_2 (b text not null default 'q', id int not null, a int, c int generated always as (1) stored);
alter table t_2 drop column c;
alter table t attach partition t_2 for values from (2) to (4);
alter table t_2 alter b set storage external;

create schema dropcol;
set search_path = dropcol;
create table t (id int not null, z varchar(5)) partition by range (id);
create table t_1 partition of t for values from (1) to (20);
create table t_2 (z varchar(5),  id int not null);
alter table t attach partition t_2 for values from (20) to (30);
create index on t (z);

create schema replica;
set search_path = replica;
create table t (id int primary key, k int) partition by range (id);
create table t_1 partition of t for values from (1) to (20);
alter table t replica identity full;
alter table t_1 replica identity using index t_1_pkey;
