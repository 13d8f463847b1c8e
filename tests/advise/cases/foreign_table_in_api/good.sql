create foreign data wrapper w;
create server s foreign data wrapper w;
create foreign table public.f (id int) server s;
revoke all on public.f from anon, authenticated;
