create table t ()
\i b.sql
