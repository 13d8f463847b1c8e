create schema inherit_multi;
set search_path = inherit_multi;
create table a (id int, x text default 'a' check (x <> 'q'));
create table b (id int, y int not null);
create table c (z int) inherits (a, b);
create table d (id int, x text check (x <> 'q'));

create schema inherit_type;
set search_path = inherit_type;
create table a (id int, k varchar(5));
create table b (z int) inherits (a);
create view v as select * from b;
create index on b (k);

create schema inherit_pull;
set search_path = inherit_pull;
create table a (id int, k int);
create table b (z int) inherits (a);

create schema part_view_type;
set search_path = part_view_type;
create table a (id int, k varchar(5), d int) partition by range (id);
create table b partition of a for values from (1) to (2);
create view v as select * from b;
create index on b (k);
