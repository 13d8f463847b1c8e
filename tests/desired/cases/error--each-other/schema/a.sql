create table a (id int primary key, b int references b);
create table b (id int primary key, a int references a);
