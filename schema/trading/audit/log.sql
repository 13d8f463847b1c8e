create table audit.log (
    chain_id uuid not null,
    number bigint not null,
    user_id uuid,
    actor_id uuid,
    actor_role text not null,
    application text not null,
    transaction_id xid8 not null,
    table_name text not null,
    row_key jsonb not null,
    operation text not null,
    old_values jsonb,
    new_values jsonb,
    occurred_at timestamptz not null,
    previous_hash bytea not null,
    hash bytea not null,
    -- no foreign key: the trail outlives what it tells of
    constraint log_pkey primary key (chain_id, number),
    constraint log_number_positive check (number > 0),
    constraint log_operation_known check (operation in ('insert', 'update', 'delete')),
    constraint log_values_match_operation check (
        case operation when 'insert' then old_values is null when 'delete' then new_values is null else true end
        and num_nonnulls(old_values, new_values) > 0
    )
);

comment on table audit.log is 'One entry a change of a row that matters; written by triggers, changed by nobody. Each hash covers the entry before.';
comment on column audit.log.chain_id is 'Whose chain: the id of the user whose row changed; all zeros for rows that are no user''s.';
comment on column audit.log.number is 'Counts up from one in its chain, without a gap.';
comment on column audit.log.user_id is 'Whose row changed; null for rows that are no user''s.';
comment on column audit.log.actor_id is 'The signed-in user who changed it; null where no user''s request did.';
comment on column audit.log.actor_role is 'The role that the statement ran as.';
comment on column audit.log.application is 'What the connection calls itself; empty where it does not.';
comment on column audit.log.row_key is 'Which row of the table, an object of its key''s columns.';
comment on column audit.log.old_values is 'Before a change the columns that it changed, before a deletion all; secrets never.';
comment on column audit.log.new_values is 'After a change the columns that it changed, after an insert all; secrets never.';
comment on column audit.log.previous_hash is 'Of the entry before; of nothing in front of the first.';
comment on column audit.log.hash is 'SHA-256 of the previous hash and of everything else in the entry.';

create trigger never_changed before update or delete or truncate on audit.log
    for each statement execute function private.refuse_change();

alter table audit.log enable row level security;

-- the owner reads, the service neither reads nor writes; the triggers' function is the table's owner's
create policy log_select_own on audit.log for select to authenticated
    using (user_id = (select auth.uid()));

grant select on audit.log to authenticated;
