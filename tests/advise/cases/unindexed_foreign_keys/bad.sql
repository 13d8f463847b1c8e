create table public.a (id int primary key);
create table public.t (id int primary key, a int references public.a);
create index on public.t (id, a);
