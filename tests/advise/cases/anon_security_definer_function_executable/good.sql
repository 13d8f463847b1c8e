create function public.f(int) returns int language sql security definer set search_path = '' as 'select 1';
revoke execute on function public.f(int) from public, anon;
create function public.g() returns int language sql set search_path = '' as 'select 1';
create function public.on_change() returns trigger language plpgsql security definer set search_path = '' as 'begin return null; end';
