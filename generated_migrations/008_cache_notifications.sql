-- schemactl migration 008_cache_notifications
-- parent: 007_audit_trail sha256:415b76c7852610c68e9c574288cc3b0c26ae7ceebc6df6b7fddca7d8aa855eaf
-- from: fp:620490a5fe6c23c0  to: fp:b05c6b4c9a96da08
-- proved: up, down, data (25 of 25 tables) on PostgreSQL 17.10 (sha256:19e0f6540b0d9ea64606428df84a724353079ecd03766f6cbbb9cd6f10fc4ed2)
-- changes: +1 function, +11 triggers
-- locks: public.exchanges SHARE ROW EXCLUSIVE, public.assets SHARE ROW EXCLUSIVE, public.profiles SHARE ROW EXCLUSIVE, public.portfolios
--          SHARE ROW EXCLUSIVE, public.trading_accounts SHARE ROW EXCLUSIVE, public.exchange_connections SHARE ROW EXCLUSIVE, and 5 more
--          (measured)
-- rewrites: none
-- hazards: none
-- seeded with: public.assets (triggers off: bigint out of range), public.exchanges (triggers off: bigint out of range), public.instruments
--          (triggers off: bigint out of range), public.orders (triggers off: new row for relation "orders" violates check constraint
--          "orders_closed_at_matches_status")

-- UP
create function private.publish_change()
 returns trigger
 language plpgsql
 set search_path to ''
as $function$
declare
    changed jsonb[] := array[]::jsonb[];
    one jsonb;
    key jsonb;
begin
    if tg_op <> 'INSERT' then
        changed := changed || to_jsonb(old);
    end if;
    -- after an update the old key and the new one, which are the same message as a rule
    if tg_op <> 'DELETE' then
        changed := changed || to_jsonb(new);
    end if;
    foreach one in array changed loop
        select jsonb_object_agg(name, one -> name) into key from unnest(tg_argv) name;
        perform pg_notify('cache_changes', jsonb_build_object(
            'table', coalesce(pg_partition_root(tg_relid), tg_relid::regclass),
            'key', key,
            'user_id', one -> 'user_id',
            'operation', lower(tg_op))::text);
    end loop;
    return null;
end
$function$;
comment on function private.publish_change() is 'Trigger: tells listeners on cache_changes which row changed; arguments are the columns of the key.';

create trigger publish_change after insert or delete or update on public.exchanges for each row execute function private.publish_change('id');

create trigger publish_change after insert or delete or update on public.assets for each row execute function private.publish_change('id');

create trigger publish_change after insert or delete or update on public.profiles for each row execute function private.publish_change('id');

create trigger publish_change after insert or delete or update on public.portfolios for each row execute function private.publish_change('id');

create trigger publish_change after insert or delete or update on public.trading_accounts for each row execute function private.publish_change('id');

create trigger publish_change after insert or delete or update on public.exchange_connections for each row execute function private.publish_change('id');

create trigger publish_change after insert or delete or update on public.strategies for each row execute function private.publish_change('id');

create trigger publish_change after insert or delete or update on public.instruments for each row execute function private.publish_change('id');

create trigger publish_change after insert or delete or update on public.risk_limits for each row execute function private.publish_change('id');

create trigger publish_change after insert or delete or update on public.strategy_versions for each row execute function private.publish_change('id');

create trigger publish_change after insert or delete or update on public.strategy_assignments for each row execute function private.publish_change('id');

revoke execute on function private.publish_change() from public;

-- DOWN (commented out, so that the whole file can be pasted into an SQL editor; `schemactl rollback` runs it)
-- drop trigger publish_change on public.strategy_assignments;
--
-- drop trigger publish_change on public.strategy_versions;
--
-- drop trigger publish_change on public.risk_limits;
--
-- drop trigger publish_change on public.instruments;
--
-- drop trigger publish_change on public.strategies;
--
-- drop trigger publish_change on public.exchange_connections;
--
-- drop trigger publish_change on public.trading_accounts;
--
-- drop trigger publish_change on public.portfolios;
--
-- drop trigger publish_change on public.profiles;
--
-- drop trigger publish_change on public.assets;
--
-- drop trigger publish_change on public.exchanges;
--
-- drop function private.publish_change();
