create schema extensions;
create extension citext with schema extensions;
grant execute on function extensions.citext_ne(extensions.citext, extensions.citext) to pg_monitor with grant option;
create extension hstore with schema extensions;
alter default privileges revoke execute on functions from public;
