-- Moves one month, without touching a row: out of its table, to the schema archive, into the table of that name there. Keys, checks and
-- foreign keys go along, and the check of its bounds spares reading it. An order that is still open keeps its month here.
create function partitions.archive_month(parent regclass, month regclass, bounds text) returns regclass
    language plpgsql
    security definer
    set search_path = ''
    set timezone = 'UTC'
    set lock_timeout = '500ms'
as $$
declare
    month_name name := (select c.relname from pg_catalog.pg_class c where c.oid = month);
    archived text := format('archive.%I', month_name);
    is_open boolean := false;
begin
    execute format('alter table %s detach partition %s', parent, month);
    if parent = 'public.orders'::regclass then
        execute format('select exists (select from %s where closed_at is null)', month) into is_open;
    end if;
    if is_open then
        execute format('alter table %s attach partition %s %s', parent, month, bounds);
        return null;
    end if;
    execute format('alter table %s set schema archive', month);
    execute format('alter table archive.%I attach partition %s %s',
                   (select c.relname from pg_catalog.pg_class c where c.oid = parent), archived, bounds);
    return archived::regclass;
end
$$;
comment on function partitions.archive_month(regclass, regclass, text) is
    'Moves a month to the archive; null where an order in it is open. Gives up after half a second of waiting for a lock.';

create function partitions.archive_months(keep interval default '24 months') returns setof regclass
    language plpgsql
    security definer
    set search_path = ''
    set timezone = 'UTC'
as $$
declare
    large record;
    month record;
    archived regclass;
begin
    if keep < interval '1 month' then
        raise exception 'the running month is not archived: keep at least one' using errcode = 'invalid_parameter_value';
    end if;
    for large in select * from partitions.large_tables() loop
        execute format('lock table only %s in share update exclusive mode', large.parent);
        for month in
            select c.oid::regclass as name, pg_get_expr(c.relpartbound, c.oid) as bounds
              from pg_catalog.pg_inherits i
              join pg_catalog.pg_class c on c.oid = i.inhrelid
             where i.inhparent = large.parent
               and substring(pg_get_expr(c.relpartbound, c.oid) from 'TO \(''(.*)''\)')::timestamptz <= date_trunc('month', now()) - keep
             order by c.relname
        loop
            archived := partitions.with_patience(format('partitions.archive_month(%L, %L, %L)', large.parent, month.name, month.bounds));
            if archived is not null then
                return next archived;
            end if;
        end loop;
    end loop;
end
$$;
comment on function partitions.archive_months(interval) is
    'Archives the months that ended longer ago than that, and returns them; nothing to do is no error.';

revoke execute on function partitions.archive_month(regclass, regclass, text) from public;
revoke execute on function partitions.archive_months(interval) from public;
grant execute on function partitions.archive_months(interval) to service_role;
