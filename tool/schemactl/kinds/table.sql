-- ordinary and partitioned tables; a partition's bound is a fact of its own
select format('%I.%I', n.nspname, c.relname) as identity,
       jsonb_build_array('pg_class'::regclass::oid::int8, c.oid::int8, 0) as address,
       jsonb_build_array('pg_namespace'::regclass::oid::int8, n.oid::int8, 0) as parent,
       c.relpersistence as persistence,
       pg_get_partkeydef(c.oid) as partition_key,
       -- their types cannot be changed
       (select jsonb_agg(concat_ws(' ', quote_ident(a.attname), format_type(a.atttypid, a.atttypmod), nullif(a.attcollation, 0)::regcollation) order by a.attname)
          from pg_depend d join pg_attribute a on a.attrelid = d.objid and a.attnum = d.objsubid
         where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.objsubid > 0 and d.deptype = 'i'
           and d.refclassid = 'pg_class'::regclass and d.refobjid = c.oid and d.refobjsubid = 0) as partition_columns,
       case when c.relispartition then null else
         (select jsonb_agg(i.inhparent::regclass::text order by i.inhseqno) from pg_inherits i where i.inhrelid = c.oid) end as inherits,
       case when c.reloftype <> 0 then c.reloftype::regtype::text end as of_type,
       (select jsonb_agg(o order by o) from unnest(c.reloptions) o) as options,
       (select jsonb_agg(o order by o) from pg_class t, unnest(t.reloptions) o where t.oid = c.reltoastrelid) as toast_options,
       case when c.relkind = 'r' or c.relam <> 0 then (select a.amname from pg_am a where a.oid = c.relam) end as access_method,
       c.relrowsecurity as row_security,
       c.relforcerowsecurity as force_row_security,
       c.relreplident as replica_identity
  from pg_class c
  join pg_namespace n on n.oid = c.relnamespace
 where c.relkind in ('r', 'p')
   and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
   and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
 order by 1
