create table parent (id int);
