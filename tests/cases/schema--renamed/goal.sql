-- schemactl: renamed from app
create schema core;
create table core.t (id serial primary key, m text);
create function core.f() returns int language sql as 'select count(*)::int from core.t';
