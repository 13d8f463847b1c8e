create table t (id bigint, k bigint);
create sequence s;
alter sequence s owner to pg_monitor;
create table u (id bigint);
alter table u owner to pg_monitor;
create sequence v;
