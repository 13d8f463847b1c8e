create table audit.chains (
    id uuid not null,
    length bigint not null,
    hash bytea not null,
    constraint chains_pkey primary key (id),
    constraint chains_length_not_negative check (length >= 0)
);

comment on table audit.chains is 'Where each chain of audit entries ends. Without it nobody would miss the newest entries.';
comment on column audit.chains.id is 'The chain_id of its entries.';
comment on column audit.chains.hash is 'Of the newest entry. Kept outside of the database too, it shows even what an owner of the database rewrote.';

alter table audit.chains enable row level security;

create policy chains_select_own on audit.chains for select to authenticated
    using (id = (select auth.uid()));

-- the service reads, to keep the newest hashes elsewhere
grant select on audit.chains to authenticated, service_role;
