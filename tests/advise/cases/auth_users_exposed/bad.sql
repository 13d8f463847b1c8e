create view public.v with (security_invoker = true) as select id, email from auth.users;
grant select on public.v to authenticated;
