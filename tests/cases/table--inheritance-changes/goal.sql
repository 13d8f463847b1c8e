create schema inherit_multi;
set search_path = inherit_multi;
create table a (id int, x text default 'a' check (x <> 'q'), w int default 3);
create table b (id int, y int);
create table c (z int) inherits (b);
alter table c alter y set default 7;
create table d (id int, x text constraint a_x_check check (x <> 'q'), w int);
alter table d inherit a;
alter table d alter x set default 'own';

create schema inherit_type;
set search_path = inherit_type;
create table a (id bigint, k text);
create table b (z int) inherits (a);
create view v as select * from b;
create index on b (k);

create schema inherit_pull;
set search_path = inherit_pull;
create table a (id int);
create table b (z int, k int) inherits (a);

create schema part_view_type;
set search_path = part_view_type;
create table a (id int, k text) partition by range (id);
create table b partition of a for values from (1) to (2);
create view v as select id, k from b;
create index on b (k);
