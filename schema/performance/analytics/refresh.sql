-- Only an owner may refresh, and the job that does is none: the function lends it that one right, for what stands in this schema.
create function analytics.refresh(relation name) returns interval
    language plpgsql
    security definer
    set search_path = ''
as $$
declare
    started timestamptz := clock_timestamp();
    took interval;
begin
    if not exists (select from pg_catalog.pg_matviews m where m.schemaname = 'analytics' and m.matviewname = refresh.relation) then
        raise exception 'analytics.% is not a materialized view', relation using errcode = 'undefined_table';
    end if;
    execute format('refresh materialized view concurrently analytics.%I', relation);
    took := clock_timestamp() - started;
    insert into analytics.refresh_log (relation, started_at, duration) values (refresh.relation, started, took);
    return took;
end
$$;
comment on function analytics.refresh(name) is
    'Brings a materialized view up to date without blocking its readers; logs and returns how long it took, the wait for another refresh included.';

revoke execute on function analytics.refresh(name) from public;
grant execute on function analytics.refresh(name) to service_role;
