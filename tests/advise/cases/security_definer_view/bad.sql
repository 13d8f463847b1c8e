create table public.t (id int primary key, owner uuid);
create view public.v as select id from public.t;
grant select on public.v to authenticated;
