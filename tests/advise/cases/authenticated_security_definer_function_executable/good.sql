create function public.f(int) returns int language sql security definer set search_path = '' as 'select 1';
revoke execute on function public.f(int) from public, anon, authenticated;
