create table public.t (id int primary key, owner uuid);
alter table public.t enable row level security;
create policy nobody on public.t using (false);
