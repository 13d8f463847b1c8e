-- For a cache beside the database. A message on the channel cache_changes is JSON of a few hundred bytes (PostgreSQL allows 8000):
--     {"key": {"id": "..."}, "table": "public.strategies", "user_id": "...", "operation": "update"}
-- It says what is stale and nothing of what it holds: whoever can connect can listen. A message is sent when the transaction commits, and
-- alike ones of one transaction once.
create function private.publish_change() returns trigger
    language plpgsql
    set search_path = ''
as $$
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
$$;
comment on function private.publish_change() is 'Trigger: tells listeners on cache_changes which row changed; arguments are the columns of the key.';

revoke execute on function private.publish_change() from public;
