create table public.t (id int primary key, owner uuid);
grant select on public.t to anon;
create table public.columnwise (id int, x int);
grant select (x) on public.columnwise to anon;
