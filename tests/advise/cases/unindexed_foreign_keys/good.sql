create table public.a (id int, b int, primary key (id, b));
create table public.t (id int primary key, a int, b int, foreign key (a, b) references public.a);
create index on public.t (b, a, id);
create table public.some (id int primary key, t int references public.t);
create index on public.some (t) where t is not null;
