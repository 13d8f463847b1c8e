\restrict abc
create table t ();
