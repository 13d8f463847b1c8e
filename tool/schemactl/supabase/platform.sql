-- What a Supabase project has before its user adds anything, as far as a schema file can see it: roles, auth, storage, realtime, grants.
-- Written from Supabase's public documentation, for a plain PostgreSQL that stands in for a project. Run as superuser; running it again
-- changes nothing. No role can log in, none is superuser (supabase_admin is one on the platform): a stand-in has no use for either.

do $$
declare
    wanted record;
begin
    for wanted in
        values ('anon', 'noinherit'),
               ('authenticated', 'noinherit'),
               ('service_role', 'noinherit bypassrls'),
               ('authenticator', 'noinherit'),
               ('supabase_admin', 'bypassrls createrole createdb replication'),
               ('supabase_auth_admin', 'noinherit createrole'),
               ('supabase_storage_admin', 'noinherit createrole'),
               ('supabase_realtime_admin', 'noinherit'),
               ('supabase_functions_admin', 'noinherit createrole'),
               ('dashboard_user', 'createrole createdb replication')
    loop
        begin
            if not exists (select from pg_catalog.pg_roles where rolname = wanted.column1) then
                execute format('create role %I nologin %s', wanted.column1, wanted.column2);
            elsif wanted.column2 ~ 'bypassrls' and not (select rolbypassrls from pg_catalog.pg_roles where rolname = wanted.column1) then
                -- somebody made it as a mere name, for a grant to refer to
                execute format('alter role %I bypassrls', wanted.column1);
            end if;
        exception
            -- roles belong to the whole server: another session has made it since the look above
            when duplicate_object or unique_violation then null;
        end;
    end loop;
end
$$;

-- The API logs in as authenticator and becomes the role that the request's token names.
do $$
declare
    missing text;
begin
    for missing in
        select r.rolname
          from pg_catalog.pg_roles r
         where r.rolname in ('anon', 'authenticated', 'service_role')
           and not exists (select from pg_catalog.pg_auth_members m
                            where m.roleid = r.oid and m.member = 'authenticator'::regrole)
    loop
        begin
            execute format('grant %I to authenticator', missing);
        exception
            when unique_violation then null;
        end;
    end loop;
end
$$;

create schema if not exists extensions;
grant usage on schema extensions to pg_database_owner, anon, authenticated, service_role;

create schema if not exists auth authorization supabase_auth_admin;
grant usage on schema auth to pg_database_owner, anon, authenticated, service_role;

-- The columns that applications reference. The platform's table has more, secrets among them, which no schema file needs.
create table if not exists auth.users (
    instance_id uuid,
    id uuid primary key,
    aud varchar(255),
    role varchar(255),
    email varchar(255),
    email_confirmed_at timestamptz,
    phone text unique,
    phone_confirmed_at timestamptz,
    last_sign_in_at timestamptz,
    raw_app_meta_data jsonb,
    raw_user_meta_data jsonb,
    created_at timestamptz,
    updated_at timestamptz,
    banned_until timestamptz,
    deleted_at timestamptz,
    is_sso_user boolean not null default false,
    is_anonymous boolean not null default false
);
create unique index if not exists users_email_partial_key on auth.users (email) where not is_sso_user;
alter table auth.users owner to supabase_auth_admin;
alter table auth.users enable row level security;

-- There the project's owner, who is the database's, may read the table, reference it and hang triggers on it, yet does not own it.
grant select, insert, update, delete, references, trigger on auth.users to pg_database_owner;
grant select, insert, update, delete on auth.users to service_role;

-- The API puts the verified token's claims into settings of the transaction: all as JSON, in older releases one setting a claim.
create or replace function auth.uid() returns uuid
    language sql stable
as $$
    select coalesce(
        nullif(current_setting('request.jwt.claim.sub', true), ''),
        (nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub')
    )::uuid
$$;

create or replace function auth.role() returns text
    language sql stable
as $$
    select coalesce(
        nullif(current_setting('request.jwt.claim.role', true), ''),
        (nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'role')
    )::text
$$;

create or replace function auth.jwt() returns jsonb
    language sql stable
as $$
    select coalesce(
        nullif(current_setting('request.jwt.claim', true), ''),
        nullif(current_setting('request.jwt.claims', true), '')
    )::jsonb
$$;

alter function auth.uid() owner to supabase_auth_admin;
alter function auth.role() owner to supabase_auth_admin;
alter function auth.jwt() owner to supabase_auth_admin;

-- Everyone may name objects of public; what they may do with one is for the project's own grants to say.
grant usage on schema public to anon, authenticated, service_role;

-- Storage: buckets, and objects that are rows; what they hold lies elsewhere. Policies on objects are the user's.
create schema if not exists storage authorization supabase_storage_admin;
grant usage on schema storage to pg_database_owner, anon, authenticated, service_role;

create table if not exists storage.buckets (
    id text primary key,
    name text not null unique,
    owner uuid,
    public boolean default false,
    avif_autodetection boolean default false,
    file_size_limit bigint,
    allowed_mime_types text[],
    owner_id text,
    created_at timestamptz default now(),
    updated_at timestamptz default now()
);
create table if not exists storage.objects (
    id uuid primary key default gen_random_uuid(),
    bucket_id text references storage.buckets (id),
    name text,
    owner uuid,
    metadata jsonb,
    user_metadata jsonb,
    path_tokens text[] generated always as (string_to_array(name, '/')) stored,
    version text,
    owner_id text,
    created_at timestamptz default now(),
    updated_at timestamptz default now(),
    last_accessed_at timestamptz default now(),
    unique (bucket_id, name)
);
alter table storage.buckets enable row level security;
alter table storage.objects enable row level security;
alter table storage.buckets owner to supabase_storage_admin;
alter table storage.objects owner to supabase_storage_admin;
grant all on storage.buckets, storage.objects to pg_database_owner, anon, authenticated, service_role;

create or replace function storage.foldername(name text) returns text[]
    language sql immutable
as $$ select (string_to_array(name, '/'))[1 : array_length(string_to_array(name, '/'), 1) - 1] $$;
create or replace function storage.filename(name text) returns text
    language sql immutable
as $$ select (string_to_array(name, '/'))[array_length(string_to_array(name, '/'), 1)] $$;
create or replace function storage.extension(name text) returns text
    language sql immutable
as $$ select reverse(split_part(reverse(storage.filename(name)), '.', 1)) $$;
alter function storage.foldername(text) owner to supabase_storage_admin;
alter function storage.filename(text) owner to supabase_storage_admin;
alter function storage.extension(text) owner to supabase_storage_admin;

-- Realtime: messages of private channels, whose policies are the user's, and the publication whose tables are announced.
create schema if not exists realtime authorization supabase_admin;
grant usage on schema realtime to pg_database_owner, anon, authenticated, service_role;

create table if not exists realtime.messages (
    topic text not null,
    extension text not null,
    payload jsonb,
    event text,
    private boolean default false,
    updated_at timestamp not null default now(),
    inserted_at timestamp not null default now(),
    id uuid not null default gen_random_uuid(),
    primary key (id, inserted_at)
) partition by range (inserted_at);
alter table realtime.messages enable row level security;
alter table realtime.messages owner to supabase_realtime_admin;
grant select, insert, update on realtime.messages to pg_database_owner, anon, authenticated, service_role;

create or replace function realtime.topic() returns text
    language sql stable
as $$ select nullif(current_setting('realtime.topic', true), '') $$;
create or replace function realtime.send(payload jsonb, event text, topic text, private boolean default true) returns void
    language sql
as $$ insert into realtime.messages (payload, event, topic, private, extension) values ($1, $2, $3, $4, 'broadcast') $$;
create or replace function realtime.broadcast_changes(
    topic_name text, event_name text, operation text, table_name text, table_schema text, new record, old record, level text default 'ROW')
    returns void
    language plpgsql
as $$ begin perform realtime.send(to_jsonb(new), event_name, topic_name); end $$;

do $$
begin
    if not exists (select from pg_catalog.pg_publication where pubname = 'supabase_realtime') then
        create publication supabase_realtime;
        alter publication supabase_realtime owner to pg_database_owner;
    end if;
end
$$;

-- Database webhooks are triggers of the user's that run this function.
create schema if not exists supabase_functions authorization supabase_admin;
grant usage on schema supabase_functions to pg_database_owner, anon, authenticated, service_role;
create or replace function supabase_functions.http_request() returns trigger
    language plpgsql security definer set search_path = supabase_functions
as $$ begin return new; end $$;

create schema if not exists graphql_public authorization supabase_admin;
grant usage on schema graphql_public to pg_database_owner, anon, authenticated, service_role;
create schema if not exists graphql authorization supabase_admin;
create schema if not exists vault authorization supabase_admin;
grant usage on schema vault to pg_database_owner, service_role;
