create table base (id int, note text); create table child (extra int) inherits (base); alter table base add column more int default 1;
