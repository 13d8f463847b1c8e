create table public.t (id int primary key, x int);
insert into public.t select n, n from generate_series(1, 100000) n;
create index unused on public.t (x);
