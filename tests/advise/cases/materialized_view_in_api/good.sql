create materialized view public.m as select 1 as one;
revoke all on public.m from anon, authenticated;
create schema app;
create materialized view app.m as select 1 as one;
