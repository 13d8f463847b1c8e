create schema strategy;
set search_path = strategy;
create table t (id int not null, k int not null, primary key (id, k)) partition by range (id);
create table t_1 partition of t for values from (0) to (100);
create table t_2 partition of t for values from (100) to (200);

create schema key_type;
set search_path = key_type;
create table t (id int not null, k int, primary key (id)) partition by range (id);
create table t_1 partition of t for values from (1) to (10);

create schema hash_more;
set search_path = hash_more;
create table t (id int not null, k int) partition by hash (id);
create table t_0 partition of t for values with (modulus 2, remainder 0);
create table t_1 partition of t for values with (modulus 2, remainder 1);

create schema subpartition;
set search_path = subpartition;
create table t (id int not null, k int not null, primary key (id, k)) partition by range (id);
create table t_1 partition of t for values from (0) to (100);
create table t_2 partition of t for values from (100) to (200);

create schema inheritance_to_partition;
set search_path = inheritance_to_partition;
create table t (id int not null, k int not null);
create table t_1 (check (id < 100)) inherits (t);
create table t_2 (check (id >= 100)) inherits (t);
