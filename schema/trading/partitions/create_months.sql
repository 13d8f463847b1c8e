-- Makes one month. Security definer, as those below: tables are their owner's to make, to move and to read here. Rows of it that the default partition took meanwhile move along: the default is detached for that, so that no trigger
-- takes the move for a deletion. The check says what the bounds say: who attaches the month elsewhere need not read it.
create function partitions.create_month(parent regclass, cut_by name, month timestamptz) returns regclass
    language plpgsql
    security definer
    set search_path = ''
    set timezone = 'UTC'
    set lock_timeout = '500ms'
as $$
declare
    made_name name := partitions.month_name(parent, month);
    made text := format('partitions.%I', made_name);
    rest regclass := partitions.default_of(parent);
    month_end timestamptz := month + interval '1 month';
    within text := format('%1$I >= %2$L and %1$I < %3$L', cut_by, month, month_end);
    has_rows boolean;
begin
    execute format('create table %s (like %s including all)', made, parent);
    execute format('alter table %s enable row level security', made);
    execute format('alter table %s add constraint %I check (%s)', made, made_name || '_month', within);
    -- nobody adds to it between the look and the move
    execute format('lock table %s in access exclusive mode', rest);
    execute format('select exists (select from %s where %s)', rest, within) into has_rows;
    if has_rows then
        execute format('alter table %s detach partition %s', parent, rest);
        execute format('with moved as (delete from %s where %s returning *) insert into %s select * from moved', rest, within, made);
    end if;
    execute format('alter table %s attach partition %s for values from (%L) to (%L)', parent, made, month, month_end);
    if has_rows then
        execute format('alter table %s attach partition %s default', parent, rest);
    end if;
    return made::regclass;
end
$$;
comment on function partitions.create_month(regclass, name, timestamptz) is
    'Makes the month of a table, with what the default partition has of it. Gives up after half a second of waiting for a lock.';

-- A lock on the table that stops no reader and no writer keeps two runs apart.
create function partitions.create_months(ahead integer default 3, since timestamptz default now()) returns setof regclass
    language plpgsql
    security definer
    set search_path = ''
    set timezone = 'UTC'
as $$
declare
    large record;
    oldest timestamptz;
    month timestamptz;
begin
    for large in select * from partitions.large_tables() loop
        execute format('lock table only %s in share update exclusive mode', large.parent);
        execute format('select min(%I) from %s', large.cut_by, partitions.default_of(large.parent)) into oldest;
        for month in
            select m from generate_series(date_trunc('month', least(oldest, since)), now() + ahead * interval '1 month', interval '1 month') m
             where to_regclass(format('partitions.%I', partitions.month_name(large.parent, m))) is null
               and to_regclass(format('archive.%I', partitions.month_name(large.parent, m))) is null
        loop
            return next partitions.with_patience(format('partitions.create_month(%L, %L, %L)', large.parent, large.cut_by, month));
        end loop;
    end loop;
end
$$;
comment on function partitions.create_months(integer, timestamptz) is
    'Makes the months that are missing, from the oldest row without one up to some months ahead, and returns them; nothing to do is no error.';

-- Less than deadlock_timeout (a second as a rule): it is never another session that has to give up because of this one.
create function partitions.with_patience(call text) returns regclass
    language plpgsql
    set search_path = ''
as $$
declare
    done regclass;
begin
    for attempt in 1..20 loop
        begin
            execute 'select ' || call into done;
            return done;
        exception when lock_not_available then
            if attempt = 20 then
                raise;
            end if;
            perform pg_sleep(random() * 0.2);
        end;
    end loop;
end
$$;
comment on function partitions.with_patience(text) is 'Calls a function that gives up soon when it does not get a lock, and tries again for a while.';

revoke execute on function partitions.create_month(regclass, name, timestamptz) from public;
revoke execute on function partitions.create_months(integer, timestamptz) from public;
revoke execute on function partitions.with_patience(text) from public;
grant execute on function partitions.create_months(integer, timestamptz) to service_role;
