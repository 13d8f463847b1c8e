create domain d as int default 3 not null check (value > 0);
create domain code as varchar(3);
create domain col as text collate "C";
create table t (a d, b d[], c int, e code, f col primary key); comment on domain d is 'd';
create view v as select a, e from t;
create function f(d) returns code language sql as $$ select 'x'::code $$;
