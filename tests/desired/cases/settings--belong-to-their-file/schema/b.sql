create table later ();
create table t ();
