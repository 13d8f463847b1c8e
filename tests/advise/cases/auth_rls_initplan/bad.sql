create table public.t (id int primary key, owner uuid);
alter table public.t enable row level security;
create policy own on public.t for select using (owner = auth.uid());
create policy change on public.t for update using (owner = (select auth.uid())) with check (owner = auth.uid() and current_setting('app.x (1)', true) = 'y');
create policy listed on public.t for delete using (coalesce(auth.jwt() ->> 'é', '') = 'é' and owner in (select auth.uid()));
