create table public.t (id int primary key, api_key text);
alter table public.t enable row level security;
grant select on public.t to authenticated;
create table public.notes (id int, keyword text, spinning int);
grant select on public.notes to authenticated;
