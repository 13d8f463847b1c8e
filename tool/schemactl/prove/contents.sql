-- tables that hold rows, with their columns; `root` is the table that a partition's rows are counted with
select c.oid::int8 as oid,
       format('%I.%I', n.nspname, c.relname) as name,
       coalesce(r.oid, c.oid)::int8 as root_oid,
       format('%I.%I', coalesce(m.nspname, n.nspname), coalesce(r.relname, c.relname)) as root,
       quote_ident(n.nspname) as schema,
       c.relforcerowsecurity and c.relrowsecurity as forced,
       (select coalesce(jsonb_agg(jsonb_build_array(a.attnum, quote_ident(a.attname), format_type(a.atttypid, a.atttypmod), a.attgenerated <> '') order by a.attnum), '[]')
          from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns
  from pg_class c
  join pg_namespace n on n.oid = c.relnamespace
  left join pg_class r on c.relispartition and r.oid = pg_partition_root(c.oid)
  left join pg_namespace m on m.oid = r.relnamespace
 where c.relkind = 'r' and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
 order by n.nspname, c.relname
