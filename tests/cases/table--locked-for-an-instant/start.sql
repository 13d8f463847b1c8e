create table users (id int primary key, name varchar(10), age int not null);
create table orders (id int primary key, user_id int);
