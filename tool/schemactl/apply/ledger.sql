create schema schemactl;
comment on schema schemactl is 'What schemactl keeps: the ledger of migrations';
revoke all on schema schemactl from public;

create table schemactl.schema_migrations (
    id bigint generated always as identity,
    version text not null,
    direction text not null,
    checksum text not null,
    from_fingerprint text not null,
    to_fingerprint text not null,
    facts jsonb not null,
    applied_by text not null default session_user,
    applied_at timestamptz not null default now(),
    duration_ms bigint not null,
    tool text not null,
    constraint schema_migrations_pkey primary key (id),
    constraint schema_migrations_version check (version ~ '^[0-9]{3,}_[a-z0-9_]+$'),
    constraint schema_migrations_direction check (direction in ('up', 'down')),
    constraint schema_migrations_checksum check (checksum like 'sha256:%'),
    constraint schema_migrations_duration check (duration_ms >= 0)
);
create index schema_migrations_version on schemactl.schema_migrations (version, id desc);

alter table schemactl.schema_migrations enable row level security;
revoke all on table schemactl.schema_migrations from public;

comment on table schemactl.schema_migrations is 'Every migration applied or rolled back, one row each; rows are only ever added. A version is applied when its last row says up';
comment on column schemactl.schema_migrations.id is 'The order in which they ran';
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
