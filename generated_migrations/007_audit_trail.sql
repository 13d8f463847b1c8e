-- schemactl migration 007_audit_trail
-- parent: 006_ledger sha256:3c1ec3ef2ab6efc427f31f8b52744f6aba4373654168357bd8c7bf25524e2326
-- from: fp:e962b3a48971447e  to: fp:620490a5fe6c23c0
-- proved: up, down, data (23 of 23 tables) on PostgreSQL 17.10 (sha256:415b76c7852610c68e9c574288cc3b0c26ae7ceebc6df6b7fddca7d8aa855eaf)
-- changes: +1 schema, +2 tables, +5 functions, +1 view, +16 triggers
-- access: authenticated: + execute on function public.verify_audit_trail(); + usage on schema audit; + select, select by policy on table
--          audit.chains, table audit.log; + select on view public.audit_trail
--        | service_role: + execute on function audit.first_broken(uuid); + usage on schema audit; + select on table audit.chains
-- locks: public.exchanges SHARE ROW EXCLUSIVE, public.assets SHARE ROW EXCLUSIVE, public.profiles SHARE ROW EXCLUSIVE, public.portfolios
--          SHARE ROW EXCLUSIVE, public.trading_accounts SHARE ROW EXCLUSIVE, public.exchange_connections SHARE ROW EXCLUSIVE, and 10 more
--          (measured)
-- rewrites: none
-- hazards: changes_access (function public.verify_audit_trail(): authenticated gains execute, and access to 4 more)
-- seeded with: public.orders (triggers off: new row for relation "orders" violates check constraint "orders_closed_at_matches_status")

-- UP
create schema audit;
grant usage on schema audit to authenticated;
grant usage on schema audit to service_role;
comment on schema audit is 'The audit trail and what writes it; not exposed by the API.';

create table audit.chains (
    id uuid not null,
    length bigint not null,
    hash bytea not null,
    constraint chains_pkey primary key (id),
    constraint chains_length_not_negative check (length >= 0)
);
alter table audit.chains enable row level security;
create policy chains_select_own on audit.chains
    for select
    to authenticated
    using (id = ( select auth.uid() as uid));
grant select on table audit.chains to authenticated;
grant select on table audit.chains to service_role;
comment on table audit.chains is 'Where each chain of audit entries ends. Without it nobody would miss the newest entries.';
comment on column audit.chains.id is 'The chain_id of its entries.';
comment on column audit.chains.hash is 'Of the newest entry. Kept outside of the database too, it shows even what an owner of the database rewrote.';

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
    occurred_at timestamp with time zone not null,
    previous_hash bytea not null,
    hash bytea not null,
    constraint log_pkey primary key (chain_id, number),
    constraint log_number_positive check (number > 0),
    constraint log_operation_known check (operation = any (array['insert'::text, 'update'::text, 'delete'::text])),
    constraint log_values_match_operation check (
case operation
    when 'insert'::text then (old_values is null)
    when 'delete'::text then (new_values is null)
    else true
end and num_nonnulls(old_values, new_values) > 0)
);
alter table audit.log enable row level security;
create policy log_select_own on audit.log
    for select
    to authenticated
    using (user_id = ( select auth.uid() as uid));
create trigger never_changed before delete or update or truncate on audit.log for each statement execute function private.refuse_change();
grant select on table audit.log to authenticated;
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

create function audit.record()
 returns trigger
 language plpgsql
 security definer
 set search_path to ''
 set "TimeZone" to 'UTC'
as $function$
declare
    -- updated_at is no change of its own; occurred_at says it
    omitted text[] := tg_argv[2:] || array['updated_at'];
    was jsonb := case when tg_op <> 'INSERT' then to_jsonb(old) - omitted end;
    became jsonb := case when tg_op <> 'DELETE' then to_jsonb(new) - omitted end;
    either jsonb := coalesce(became, was);
    entry audit.log;
begin
    if tg_op = 'UPDATE' then
        select jsonb_object_agg(b.key, w.value), jsonb_object_agg(b.key, b.value) into was, became
          from jsonb_each(became) b join jsonb_each(was) w using (key)
         where b.value <> w.value;
        if became is null then
            return null;
        end if;
    end if;
    entry.user_id := nullif(either ->> tg_argv[0], '')::uuid;
    entry.chain_id := coalesce(entry.user_id, '00000000-0000-0000-0000-000000000000');
    entry.actor_id := auth.uid();
    -- inside this function the current user is its owner; the setting still has the role that a request took
    entry.actor_role := coalesce(nullif(current_setting('role'), 'none'), session_user);
    entry.application := current_setting('application_name');
    entry.transaction_id := pg_current_xact_id();
    -- a row of a partition is one of the table
    entry.table_name := coalesce(pg_partition_root(tg_relid), tg_relid::regclass)::text;
    select jsonb_object_agg(name, either -> name) into entry.row_key from unnest(string_to_array(tg_argv[1], ',')) name;
    entry.operation := lower(tg_op);
    entry.old_values := was;
    entry.new_values := became;
    entry.occurred_at := clock_timestamp();
    perform audit.append(entry);
    return null;
end
$function$;
comment on function audit.record() is 'Trigger: writes the change of a row to the audit trail.';

create constraint trigger audit after insert or delete or update on public.exchanges deferrable initially deferred for each row execute function audit.record('', 'id');

create constraint trigger audit after insert or delete or update on public.assets deferrable initially deferred for each row execute function audit.record('', 'id');

create constraint trigger audit after insert or delete or update on public.profiles deferrable initially deferred for each row execute function audit.record('id', 'id');

create constraint trigger audit after insert or delete or update on public.portfolios deferrable initially deferred for each row execute function audit.record('user_id', 'id');

create constraint trigger audit after insert or delete or update on public.trading_accounts deferrable initially deferred for each row execute function audit.record('user_id', 'id');

create constraint trigger audit after insert or delete or update on public.exchange_connections deferrable initially deferred for each row execute function audit.record('user_id', 'id');

create constraint trigger audit after insert or delete or update on private.exchange_credentials deferrable initially deferred for each row execute function audit.record('user_id', 'connection_id', 'ciphertext');

create constraint trigger audit after insert or delete or update on public.strategies deferrable initially deferred for each row execute function audit.record('user_id', 'id');

create constraint trigger audit after insert or delete or update on public.instruments deferrable initially deferred for each row execute function audit.record('', 'id');

create constraint trigger audit after update of credit_limit on public.balances deferrable initially deferred for each row execute function audit.record('user_id', 'trading_account_id,asset_id');

create constraint trigger audit after insert or delete or update on public.ledger_entries deferrable initially deferred for each row execute function audit.record('user_id', 'id');

create constraint trigger audit after insert or delete or update on public.orders deferrable initially deferred for each row execute function audit.record('user_id', 'id');

create constraint trigger audit after insert or delete or update on public.risk_limits deferrable initially deferred for each row execute function audit.record('user_id', 'id');

create constraint trigger audit after insert or delete or update on public.strategy_versions deferrable initially deferred for each row execute function audit.record('user_id', 'id');

create constraint trigger audit after insert or delete or update on public.strategy_assignments deferrable initially deferred for each row execute function audit.record('user_id', 'id');

create constraint trigger audit after insert or delete or update on public.trades deferrable initially deferred for each row execute function audit.record('user_id', 'id');

create function audit.append(entry audit.log)
 returns void
 language plpgsql
 set search_path to ''
as $function$
begin
    insert into audit.chains (id, length, hash) values (entry.chain_id, 0, '') on conflict do nothing;
    select c.length + 1, c.hash into strict entry.number, entry.previous_hash
      from audit.chains c where c.id = entry.chain_id for update;
    entry.hash := audit.hash_of(entry);
    insert into audit.log select entry.*;
    update audit.chains set length = entry.number, hash = entry.hash where id = entry.chain_id;
end
$function$;
comment on function audit.append(audit.log) is 'Adds an entry to the end of its chain: number and hashes are set here.';

create function audit.first_broken(chain_id uuid, out number bigint, out problem text)
 returns record
 language plpgsql
 stable security definer
 set search_path to ''
as $function$
declare
    expected bytea := '';
    last audit.chains;
    entry audit.log;
begin
    number := 0;
    for entry in select e.* from audit.log e where e.chain_id = first_broken.chain_id order by e.number loop
        number := number + 1;
        problem := case
            when entry.number <> number then 'missing'
            when entry.previous_hash <> expected then 'does not follow the entry before'
            when entry.hash <> audit.hash_of(entry) then 'changed'
        end;
        if problem is not null then
            return;
        end if;
        expected := entry.hash;
    end loop;
    select c.* into last from audit.chains c where c.id = first_broken.chain_id;
    if (coalesce(last.length, 0), coalesce(last.hash, '')) is distinct from (number, expected) then
        number := number + 1;
        problem := 'missing';
    else
        number := null;
    end if;
end
$function$;
grant execute on function audit.first_broken(pg_catalog.uuid) to service_role;
comment on function audit.first_broken(pg_catalog.uuid) is 'The first entry of a chain that was changed or is missing, and which of the two; nulls where the chain is whole.';

create function audit.hash_of(entry audit.log)
 returns bytea
 language sql
 stable
 set search_path to ''
as $function$
    select sha256(entry.previous_hash || convert_to(jsonb_build_array(
        entry.chain_id, entry.number, entry.user_id, entry.actor_id, entry.actor_role, entry.application, entry.transaction_id::text,
        entry.table_name, entry.row_key, entry.operation, entry.old_values, entry.new_values, entry.occurred_at at time zone 'UTC'
    )::text, 'UTF8'))
$function$;
comment on function audit.hash_of(audit.log) is 'The hash that an entry must have.';

create function public.verify_audit_trail(out number bigint, out problem text)
 returns record
 language sql
 stable security definer
 set search_path to ''
as $function$
    select b.number, b.problem from audit.first_broken(auth.uid()) b
$function$;
grant execute on function public.verify_audit_trail() to authenticated;
comment on function public.verify_audit_trail() is 'For a user: the first entry of the own audit trail that is not as it was written; nulls where there is none.';

create view public.audit_trail with (security_invoker=true) as
select number,
    occurred_at,
    actor_id,
    actor_role,
    application,
    table_name,
    row_key,
    operation,
    old_values,
    new_values,
    hash
   from audit.log;
grant select on table public.audit_trail to authenticated;
comment on view public.audit_trail is 'What changed in a user''s rows, and who changed it.';

revoke execute on function public.verify_audit_trail() from public;

revoke execute on function audit.hash_of(audit.log) from public;

revoke execute on function audit.first_broken(pg_catalog.uuid) from public;

revoke execute on function audit.append(audit.log) from public;

revoke execute on function audit.record() from public;

-- DOWN (commented out, so that the whole file can be pasted into an SQL editor; `schemactl rollback` runs it)
-- drop view public.audit_trail;
--
-- drop function public.verify_audit_trail();
--
-- drop function audit.hash_of(audit.log);
--
-- drop function audit.first_broken(uuid);
--
-- drop function audit.append(audit.log);
--
-- drop trigger audit on public.trades;
--
-- drop trigger audit on public.strategy_assignments;
--
-- drop trigger audit on public.strategy_versions;
--
-- drop trigger audit on public.risk_limits;
--
-- drop trigger audit on public.orders;
--
-- drop trigger audit on public.ledger_entries;
--
-- drop trigger audit on public.balances;
--
-- drop trigger audit on public.instruments;
--
-- drop trigger audit on public.strategies;
--
-- drop trigger audit on private.exchange_credentials;
--
-- drop trigger audit on public.exchange_connections;
--
-- drop trigger audit on public.trading_accounts;
--
-- drop trigger audit on public.portfolios;
--
-- drop trigger audit on public.profiles;
--
-- drop trigger audit on public.assets;
--
-- drop trigger audit on public.exchanges;
--
-- drop function audit.record();
--
-- drop table audit.log;
--
-- drop table audit.chains;
--
-- drop schema audit;
