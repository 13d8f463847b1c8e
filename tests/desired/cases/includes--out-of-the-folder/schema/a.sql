create table t ();
\i ../../../../etc/passwd
