create table t (x later_type);
alter table if exists t add column y int;
