create table public.t (id int primary key, owner uuid);
alter table public.t enable row level security;
create policy own on public.t using ((select auth.jwt()) -> 'user_metadata' ->> 'role' = 'admin');
