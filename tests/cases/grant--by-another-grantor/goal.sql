create table t (a int);
grant select on t to pg_monitor with grant option;
set role pg_monitor;
grant select on t to pg_read_all_settings with grant option;
reset role;
