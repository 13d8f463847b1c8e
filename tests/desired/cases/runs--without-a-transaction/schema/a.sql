create table t (id int);
create index concurrently t_id on t (id);
create type e as enum ('a');
alter type e add value 'b';
create table u (x e default 'b');
vacuum t;
