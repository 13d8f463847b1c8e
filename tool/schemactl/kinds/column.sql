-- columns of tables and foreign tables
select format('%I.%I.%I', n.nspname, c.relname, a.attname) as identity,
       jsonb_build_array('pg_class'::regclass::oid::int8, c.oid::int8, a.attnum) as address,
       jsonb_build_array('pg_class'::regclass::oid::int8, c.oid::int8, 0) as parent,
       format('%I.%I', n.nspname, c.relname) as table,
       quote_ident(a.attname) as name,
       a.attnum as position,
       format_type(a.atttypid, a.atttypmod) as type,
       case when a.attcollation <> t.typcollation then a.attcollation::regcollation::text end as collation,
       a.attnotnull as not_null,
       -- a constraint with a name of its own since PostgreSQL 18
       case when nn.name <> format('%s_%s_not_null', c.relname, a.attname) then quote_ident(nn.name) end as not_null_name,
       quote_ident(nn.name) as not_null_constraint,
       coalesce(nn.valid, true) as not_null_valid,
       coalesce(nn.alone, false) as not_null_alone,
       a.attidentity as identity_mode,
       a.attgenerated as generated,
       case when a.attgenerated <> '' then pg_get_expr(d.adbin, d.adrelid) end as generated_as,
       a.attinhcount > 0 as inherited,
       a.attislocal and not c.relispartition as local,
       case when a.attstorage <> t.typstorage then a.attstorage end as storage,
       t.typstorage as type_storage,
       a.attcompression as compression,
       -- -1 up to PostgreSQL 16, null since 17: both mean the default
       nullif(a.attstattarget, -1) as statistics,
       to_jsonb(a.attoptions) as options,
       (select jsonb_agg(o order by o) from unnest(a.attfdwoptions) o) as fdw_options
  from pg_attribute a
  join pg_class c on c.oid = a.attrelid
  join pg_namespace n on n.oid = c.relnamespace
  join pg_type t on t.oid = a.atttypid
  left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
  left join lateral (select k.conname::text as name, k.convalidated as valid, k.connoinherit as alone
                       from pg_constraint k
                      where k.conrelid = c.oid and k.contype = 'n' and k.conkey = array[a.attnum]) nn on true
 where c.relkind in ('r', 'p', 'f') and a.attnum > 0 and not a.attisdropped
   and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
 order by n.nspname, c.relname, a.attnum
