begin;
create table t ();
commit;
