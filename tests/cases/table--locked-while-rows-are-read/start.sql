create table users (id int primary key);
create table orders (id int primary key, user_id int, note varchar(10), total int);
create table log (id int, line text);
create view notes as select id, note from orders;
