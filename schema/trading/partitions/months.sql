create function partitions.large_tables() returns table (parent regclass, cut_by name)
    language sql stable
    set search_path = ''
as $$
    select p.partrelid::regclass, a.attname
      from pg_catalog.pg_partitioned_table p
      join pg_catalog.pg_class c on c.oid = p.partrelid
      join pg_catalog.pg_attribute a on a.attrelid = p.partrelid and a.attnum = p.partattrs[0]
     where c.relnamespace = 'public'::regnamespace and p.partstrat = 'r'
     order by c.relname
$$;
comment on function partitions.large_tables() is 'The tables that are cut into months, each with the column that says when.';

create function partitions.month_name(parent regclass, month timestamptz) returns name
    language sql stable
    set search_path = ''
as $$
    select (c.relname || to_char(month at time zone 'UTC', '_YYYY_MM'))::name from pg_catalog.pg_class c where c.oid = parent
$$;
comment on function partitions.month_name(regclass, timestamptz) is 'What the month of a table is called, wherever it stands: orders_2026_01.';

create function partitions.default_of(parent regclass) returns regclass
    language sql stable
    set search_path = ''
as $$
    select nullif(p.partdefid, 0)::regclass from pg_catalog.pg_partitioned_table p where p.partrelid = parent
$$;
comment on function partitions.default_of(regclass) is 'The partition that takes what no month takes.';

revoke execute on function partitions.large_tables() from public;
revoke execute on function partitions.month_name(regclass, timestamptz) from public;
revoke execute on function partitions.default_of(regclass) from public;
