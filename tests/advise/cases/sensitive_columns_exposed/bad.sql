create table public.t (id int primary key, api_key text, "Password" text);
grant select on public.t to authenticated;
