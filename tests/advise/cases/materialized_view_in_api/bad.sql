create materialized view public.m as select 1 as one;
grant select on public.m to authenticated;
