-- What a project that is a few years old has beyond the base that comes with us: more managed objects, the defaults of its day,
-- event triggers of the platform. Run as superuser in a database that has the base already.
create table auth.identities (
    id uuid primary key default gen_random_uuid(), user_id uuid not null references auth.users on delete cascade, provider text not null
);
create table auth.sessions (id uuid primary key, user_id uuid references auth.users on delete cascade, not_after timestamptz);
create type auth.factor_type as enum ('totp', 'webauthn');
create function auth.email() returns text language sql stable as $$ select auth.jwt() ->> 'email' $$;
alter table auth.identities owner to supabase_auth_admin;
alter table auth.sessions owner to supabase_auth_admin;
alter function auth.email() owner to supabase_auth_admin;

create table storage.migrations (id integer primary key, name text not null, hash text not null);
create function storage.update_updated_at_column() returns trigger language plpgsql as $$ begin new.updated_at = now(); return new; end $$;
create trigger update_objects_updated_at before update on storage.objects
    for each row execute function storage.update_updated_at_column();

create type realtime.action as enum ('INSERT', 'UPDATE', 'DELETE');
create table realtime.subscription (id bigint generated always as identity primary key, entity regclass not null, claims jsonb not null);
create schema _realtime authorization supabase_admin;
create schema pgbouncer;
create function pgbouncer.get_auth(name text) returns table (username text, password text) language sql security definer
    as $$ select rolname::text, ''::text from pg_roles where rolname = $1 $$;
create schema supabase_migrations;
create table supabase_migrations.schema_migrations (version text primary key, statements text[], name text);

create function extensions.pgrst_ddl_watch() returns event_trigger language plpgsql as $$ begin perform pg_notify('pgrst', 'reload schema'); end $$;
create event trigger pgrst_ddl_watch on ddl_command_end execute function extensions.pgrst_ddl_watch();
-- who owns one must be superuser when it is made
alter role supabase_admin superuser;
alter event trigger pgrst_ddl_watch owner to supabase_admin;
alter role supabase_admin nosuperuser;
create publication supabase_realtime_messages_publication for table realtime.messages;

grant all on schema public to service_role;
alter default privileges for role supabase_admin in schema public grant all on tables to anon, authenticated, service_role;
