-- indexes; one that is attached to a partitioned index is known by that, so that its own name may differ
select case when pi.oid is not null
            then format('%s of %I.%I', pi.oid::regclass::text, n.nspname, t.relname)
            else format('%I.%I', n.nspname, c.relname) end as identity,
       jsonb_build_array('pg_class'::regclass::oid::int8, c.oid::int8, 0) as address,
       case when k.oid is not null then jsonb_build_array('pg_constraint'::regclass::oid::int8, k.oid::int8, 0)
            else jsonb_build_array('pg_class'::regclass::oid::int8, t.oid::int8, 0) end as parent,
       format('%I.%I', n.nspname, t.relname) as table,
       quote_ident(n.nspname) as schema,
       quote_ident(c.relname) as name,
       case when pi.oid is not null then pi.oid::regclass::text end as attached_to,
       k.oid is not null as backs_constraint,
       t.relkind = 'p' as partitioned,
       -- the name is an attribute of its own
       case when k.oid is null then
            regexp_replace(
              replace(replace(pg_get_indexdef(c.oid), format(' INDEX %I ON ', c.relname), ' INDEX ON '), ' INDEX ON ONLY ', ' INDEX ON '),
              ' WITH \([^()]*\)(?=( TABLESPACE | WHERE |$))', '') end as definition,
       (select jsonb_agg(o order by o) from unnest(c.reloptions) o) as options,
       (select jsonb_agg(jsonb_build_array(a.attnum, a.attstattarget) order by a.attnum) from pg_attribute a
         where a.attrelid = c.oid and a.attstattarget >= 0) as statistics,
       i.indisvalid or t.relkind <> 'p' as valid,
       -- a CREATE INDEX CONCURRENTLY that failed, or that still runs
       not i.indisvalid and t.relkind <> 'p' as unfinished,
       i.indisclustered as clustered,
       i.indisreplident as replica_identity
  from pg_index i
  join pg_class c on c.oid = i.indexrelid
  join pg_class t on t.oid = i.indrelid
  join pg_namespace n on n.oid = t.relnamespace
  left join pg_constraint k on k.conindid = i.indexrelid and k.contype in ('p', 'u', 'x')
  left join pg_inherits h on h.inhrelid = c.oid
  left join pg_class pi on pi.oid = h.inhparent
 where t.relkind in ('r', 'p', 'm')
   and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
   and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = t.oid and d.deptype = 'e')
 order by n.nspname, t.relname, c.relname
