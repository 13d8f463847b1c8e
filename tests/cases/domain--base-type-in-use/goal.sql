create domain d as bigint default 4 check (value > 1);
create domain code as varchar(5);
create domain col as text collate "POSIX";
create table t (a d, b d[], c d, e code, f col primary key); comment on domain d is 'd';
create view v as select a, e from t;
create function f(d) returns code language sql as $$ select 'x'::code $$;
