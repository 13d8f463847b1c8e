create table t ();
\set x 1
