create table public.t (id int primary key, owner uuid);
alter table public.t enable row level security;
create policy own on public.t for select to authenticated using (owner = (select auth.uid()));
create policy more on public.t to authenticated using (id = 1);
