create type e as enum ('a','b'); create domain posint as int check (value > 0);
create type e2 as enum ('a','b','c');
create table t (a int default 5, b boolean default true, c jsonb default '{}', d timestamptz default now(), f e2 default 'a', g e default 'b', h jsonb, i jsonb, j e[] default '{}', k text[] default '{x}', l int default 1, m int default 3, n posint default 1, o boolean, p jsonb, r posint);
