-- schemactl migration 000_migrations_table
-- parent: none
-- from: fp:c82e6007a39ee1d2  to: fp:c82e6007a39ee1d2
-- proved: up, down on PostgreSQL 17.10 (sha256:d4b85b31a6db212c2873df6711ffabe327b680d7089d7ade58d9906e96e58a3c)
-- changes: +1 schema, +1 table
-- locks: none (measured)
-- rewrites: none
-- hazards: none

-- UP
create schema schemactl;
comment on schema schemactl is 'What schemactl keeps: the ledger of migrations';

create table schemactl.schema_migrations (
    id bigint generated always as identity,
    version text not null,
    direction text not null,
    checksum text not null,
    from_fingerprint text not null,
    to_fingerprint text not null,
    facts jsonb not null,
    applied_by text not null default session_user,
    applied_at timestamp with time zone not null default now(),
    duration_ms bigint not null,
    tool text not null,
    constraint schema_migrations_pkey primary key (id),
    constraint schema_migrations_checksum check (checksum ~~ 'sha256:%'::text),
    constraint schema_migrations_direction check (direction = any (array['up'::text, 'down'::text])),
    constraint schema_migrations_duration check (duration_ms >= 0),
    constraint schema_migrations_version check (version ~ '^[0-9]{3,}_[a-z0-9_]+$'::text)
);
alter table schemactl.schema_migrations enable row level security;
create index schema_migrations_version on schemactl.schema_migrations using btree (version, id desc);
comment on table schemactl.schema_migrations is 'Every migration applied or rolled back, one row each; rows are only ever added. A version is applied when its last row says up';
comment on column schemactl.schema_migrations.version is 'The file''s name without its ending';
comment on column schemactl.schema_migrations.direction is 'up: applied, down: rolled back';
comment on column schemactl.schema_migrations.checksum is 'Of the file''s body as it ran';
comment on column schemactl.schema_migrations.from_fingerprint is 'Of the schema before';
comment on column schemactl.schema_migrations.to_fingerprint is 'Of the schema after';
comment on column schemactl.schema_migrations.facts is 'A short hash of every object after the run, so that drift can be named';
comment on column schemactl.schema_migrations.applied_by is 'The role that was logged in';
comment on column schemactl.schema_migrations.applied_at is 'Start of the transaction';
comment on column schemactl.schema_migrations.duration_ms is 'Milliseconds that its statements and the checks before them took';
comment on column schemactl.schema_migrations.tool is 'Name and version of the program that ran it';
comment on column schemactl.schema_migrations.id is 'The order in which they ran';

-- DOWN (commented out, so that the whole file can be pasted into an SQL editor; `schemactl rollback` runs it)
-- drop table schemactl.schema_migrations;
--
-- drop schema schemactl;
