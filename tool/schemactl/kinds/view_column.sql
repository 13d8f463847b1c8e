-- columns of views, materialized views and composite types: made by their owner, known so that comments, grants and options can hang on them
select format('%I.%I.%I', n.nspname, c.relname, a.attname) as identity,
       jsonb_build_array('pg_class'::regclass::oid::int8, c.oid::int8, a.attnum) as address,
       case when c.relkind = 'c' then jsonb_build_array('pg_type'::regclass::oid::int8, c.reltype::int8, 0)
            else jsonb_build_array('pg_class'::regclass::oid::int8, c.oid::int8, 0) end as parent,
       c.relkind = 'm' as materialized,
       c.relkind = 'c' as composite,
       format('%I.%I', n.nspname, c.relname) as relation,
       quote_ident(a.attname) as name,
       a.attnum as position,
       format_type(a.atttypid, a.atttypmod) as type,
       case when a.attcollation <> t.typcollation then a.attcollation::regcollation::text end as collation,
       case when c.relkind = 'm' and a.attstorage <> t.typstorage then a.attstorage end as storage,
       t.typstorage as type_storage,
       nullif(a.attstattarget, -1) as statistics,
       (select jsonb_agg(o order by o) from unnest(a.attoptions) o) as options
  from pg_attribute a
  join pg_class c on c.oid = a.attrelid
  join pg_namespace n on n.oid = c.relnamespace
  join pg_type t on t.oid = a.atttypid
 where c.relkind in ('v', 'm', 'c') and a.attnum > 0 and not a.attisdropped
   and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
 order by n.nspname, c.relname, a.attnum
