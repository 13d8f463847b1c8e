select pg_catalog.set_config('search_path', '', false);
set check_function_bodies = false;
set client_encoding = 'UTF8';
create table public.t ();
