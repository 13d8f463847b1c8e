create table t (id bigint, k bigint);
create sequence s owned by t.id;
create table u (id bigint);
create sequence v owned by u.id;
alter table u owner to pg_monitor;
