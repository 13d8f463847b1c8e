create schema app;
create table app.t (id serial primary key, m text);
create function app.f() returns int language sql as 'select count(*)::int from app.t';
