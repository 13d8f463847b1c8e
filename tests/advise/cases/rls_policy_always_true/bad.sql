create table public.t (id int primary key, owner uuid);
alter table public.t enable row level security;
create policy add on public.t for insert with check (true);
create policy change on public.t for update to authenticated using (true);
