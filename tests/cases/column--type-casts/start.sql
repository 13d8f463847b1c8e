create type e as enum ('a','b'); create domain posint as int check (value > 0);
create type e2 as enum ('a','b','c');
create table t (a varchar(10) default '5', b int default 1, c text default '{}', d timestamp default now(), f e default 'a', g text default 'b', h json, i int, j text[] default '{}', k text default 'x', l boolean default true, m posint default 3, n text default '0', o bigint, p date, r numeric);
