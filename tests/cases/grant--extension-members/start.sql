create schema extensions;
create extension citext with schema extensions;
revoke execute on function extensions.citext_hash(extensions.citext) from public;
grant execute on function extensions.citext_eq(extensions.citext, extensions.citext) to pg_monitor;
alter default privileges revoke execute on functions from public;
