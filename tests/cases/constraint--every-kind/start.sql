create extension btree_gist; create table a (id int primary key); create table t (id int, a_id int, during tstzrange, n int);
