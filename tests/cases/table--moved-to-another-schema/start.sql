create schema app;
create table app.t (id int primary key, m text);
create type app.mood as enum('a','b');
create table x(m app.mood default 'a', r int references app.t);
