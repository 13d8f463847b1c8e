create table public.t (id int primary key, owner uuid);
alter table public.t enable row level security;
create policy own on public.t for select using (owner = (select auth.uid()));
