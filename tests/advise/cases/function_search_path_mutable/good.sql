create function public.f(int) returns int language sql set search_path = '' as 'select 1';
create function public.g(int) returns int return 1;
