create schema strategy;
set search_path = strategy;
create table t (id int not null, k int not null, primary key (id, k)) partition by list (k);
create table t_1 partition of t for values in (0, 1);
create table t_2 partition of t for values in (2, 3);

create schema key_type;
set search_path = key_type;
create table t (id bigint not null, k int, primary key (id)) partition by range (id);
create table t_1 partition of t for values from (1) to (10);

create schema hash_more;
set search_path = hash_more;
create table t (id int not null, k int) partition by hash (id);
create table t_0 partition of t for values with (modulus 3, remainder 0);
create table t_1 partition of t for values with (modulus 3, remainder 1);
create table t_2 partition of t for values with (modulus 3, remainder 2);

create schema subpartition;
set search_path = subpartition;
create table t (id int not null, k int not null, primary key (id, k)) partition by range (id);
create table t_1 partition of t for values from (0) to (100) partition by list (k);
create table t_1_a partition of t_1 for values in (0,1);
create table t_1_b partition of t_1 for values in (2,3);
create table t_2 partition of t for values from (100) to (200);

create schema inheritance_to_partition;
set search_path = inheritance_to_partition;
create table t (id int not null, k int not null) partition by range (id);
create table t_1 partition of t for values from (minvalue) to (100);
create table t_2 partition of t for values from (100) to (maxvalue);
