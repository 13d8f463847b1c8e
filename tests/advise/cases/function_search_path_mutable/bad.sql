create function public.f(int) returns int language sql as 'select 1';
create procedure public.p() language sql as 'select 1';
