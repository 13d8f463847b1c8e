create table public.t (id int primary key, owner uuid);
alter table public.t enable row level security;
grant select on public.t to anon;
create schema app;
create table app.t (id int);
grant usage on schema app to anon;
grant select on app.t to anon;
create table public.ungranted (id int);
revoke all on public.ungranted from anon, authenticated;
