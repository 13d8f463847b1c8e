create schema app;
create table x (id int);
