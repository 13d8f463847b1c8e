create extension btree_gist; create table a (id int primary key);
create table t (id int, a_id int, during tstzrange, n int, primary key (id), unique nulls not distinct (n),
  foreign key (a_id) references a on update cascade on delete set null deferrable, check (n > 0) no inherit,
  exclude using gist (a_id with =, during with &&));
