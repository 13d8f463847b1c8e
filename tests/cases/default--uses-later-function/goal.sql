create function n() returns int language sql as 'select 7'; create table t (a int default n());
