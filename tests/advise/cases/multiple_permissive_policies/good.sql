create table public.t (id int primary key, owner uuid);
alter table public.t enable row level security;
create policy own on public.t for select to authenticated using (owner = (select auth.uid()));
create policy add on public.t for insert to authenticated with check (owner = (select auth.uid()));
create policy only_few on public.t as restrictive for select using (id < 10);
