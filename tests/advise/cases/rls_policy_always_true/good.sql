create table public.t (id int primary key, owner uuid);
alter table public.t enable row level security;
create policy read on public.t for select using (true);
create policy serve on public.t to service_role using (true) with check (true);
create policy own on public.t for update to authenticated using (true) with check (owner = (select auth.uid()));
