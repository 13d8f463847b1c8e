create table public.t (id int primary key, owner uuid);
create policy own on public.t for select to authenticated using (owner = (select auth.uid()));
alter table public.t enable row level security;
