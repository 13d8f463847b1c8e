-- What an entry's hash covers. As jsonb a text is the same whatever the session's settings are; times are UTC without a zone for that.
create function audit.hash_of(entry audit.log) returns bytea
    language sql stable
    set search_path = ''
as $$
    select sha256(entry.previous_hash || convert_to(jsonb_build_array(
        entry.chain_id, entry.number, entry.user_id, entry.actor_id, entry.actor_role, entry.application, entry.transaction_id::text,
        entry.table_name, entry.row_key, entry.operation, entry.old_values, entry.new_values, entry.occurred_at at time zone 'UTC'
    )::text, 'UTF8'))
$$;
comment on function audit.hash_of(audit.log) is 'The hash that an entry must have.';

-- Takes the lock on the chain's end, which others wait for until this transaction ends: entries of one chain follow each other without a
-- gap, whoever writes at the same time. Chains of different users do not meet. The triggers are deferred, so that the lock is the last that
-- a transaction takes and is held for the commit only.
create function audit.append(entry audit.log) returns void
    language plpgsql
    set search_path = ''
as $$
begin
    insert into audit.chains (id, length, hash) values (entry.chain_id, 0, '') on conflict do nothing;
    select c.length + 1, c.hash into strict entry.number, entry.previous_hash
      from audit.chains c where c.id = entry.chain_id for update;
    entry.hash := audit.hash_of(entry);
    insert into audit.log select entry.*;
    update audit.chains set length = entry.number, hash = entry.hash where id = entry.chain_id;
end
$$;
comment on function audit.append(audit.log) is 'Adds an entry to the end of its chain: number and hashes are set here.';

-- Arguments: the column with the owner ('' for none), the columns of the key with commas between, then columns to leave out. Security
-- definer: nobody is granted what it writes. Zone UTC: a time in old and new values reads the same whoever changed it.
create function audit.record() returns trigger
    language plpgsql
    security definer
    set search_path = ''
    set timezone = 'UTC'
as $$
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
$$;
comment on function audit.record() is 'Trigger: writes the change of a row to the audit trail.';

revoke execute on function audit.hash_of(audit.log) from public;
revoke execute on function audit.append(audit.log) from public;
revoke execute on function audit.record() from public;
