create table t (id text default 'a'); create table u (id int);
