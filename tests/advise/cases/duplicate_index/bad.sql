create table public.t (id int primary key, x int);
create index one on public.t (x);
create index two on public.t (x);
