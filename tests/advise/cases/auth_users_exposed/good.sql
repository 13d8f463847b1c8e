create table public.users (id uuid primary key);
create view public.v with (security_invoker = true) as select id from public.users;
grant select on public.v to authenticated;
