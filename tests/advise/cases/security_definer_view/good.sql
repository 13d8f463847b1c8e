create table public.t (id int primary key, owner uuid);
create view public.v with (security_invoker = on) as select id from public.t;
grant select on public.v to authenticated;
create schema app;
create view app.v as select id from public.t;
create view public.mine as select 1 as one;
revoke all on public.mine from anon, authenticated;
