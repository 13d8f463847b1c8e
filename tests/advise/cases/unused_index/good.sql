create table public.t (id int primary key, x int);
insert into public.t select n, n from generate_series(1, 1000) n;
create index small on public.t (x);
