create function public.f(int) returns int language sql security definer set search_path = '' as 'select 1';
grant execute on function public.f(int) to public;
