create schema attach_existing;
set search_path = attach_existing;
create table t (id int not null primary key, note text) partition by range (id);
create table t_1 (note text, id int not null, check (id > 0));
create index t_1_x on t_1 (note);

create schema invalid_parent_index;
set search_path = invalid_parent_index;
create table t (id int not null, k int) partition by range (id);
create table t_1 partition of t for values from (1) to (20);
create index t_1_k on t_1 (k);

create schema unique_on_partition_attached;
set search_path = unique_on_partition_attached;
create table t (id int not null, k int) partition by range (id);
create table t_1 partition of t for values from (1) to (20);
alter table t_1 add constraint t_1_u unique (id);

create schema fk_adopted;
set search_path = fk_adopted;
create table r (id int primary key);
create table t (id int not null, r int) partition by range (id);
create table t_1 partition of t for values from (1) to (20);
alter table t_1 add constraint fk foreign key (r) references r;

create schema only_index;
set search_path = only_index;
create table t (id int not null, k int) partition by range (id);
create table t_1 partition of t for values from (1) to (20);
create table t_2 partition of t for values from (20) to (30);

create schema only_index_completed;
set search_path = only_index_completed;
create table t (id int not null, k int) partition by range (id);
create table t_1 partition of t for values from (1) to (20);
create table t_2 partition of t for values from (20) to (30);
create index t_k on only t (k);
create index t_1_kk on t_1 (k);
alter index t_k attach partition t_1_kk;
