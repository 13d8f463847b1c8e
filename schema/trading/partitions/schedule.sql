-- By name, so that running it again changes the schedule and adds none. Times are UTC, as pg_cron's are.
create function partitions.schedule() returns void
    language plpgsql
    set search_path = ''
as $$
begin
    if to_regprocedure('cron.schedule(text, text, text)') is null then
        raise exception 'pg_cron is not here' using errcode = 'undefined_function',
            hint = 'Enable the extension pg_cron, or call partitions.create_months() and partitions.archive_months() every day from elsewhere.';
    end if;
    execute $call$ select cron.schedule('partitions: months ahead', '17 3 * * *', 'select partitions.create_months()') $call$;
    execute $call$ select cron.schedule('partitions: archive', '47 3 2 * *', 'select partitions.archive_months()') $call$;
end
$$;
comment on function partitions.schedule() is 'Has pg_cron make months every day and archive old ones every month.';

revoke execute on function partitions.schedule() from public;
