-- encoding conversions
select format('%I.%I', n.nspname, c.conname) as identity,
       jsonb_build_array('pg_conversion'::regclass::oid::int8, c.oid::int8, 0) as address,
       jsonb_build_array('pg_namespace'::regclass::oid::int8, n.oid::int8, 0) as parent,
       pg_encoding_to_char(c.conforencoding) as source,
       pg_encoding_to_char(c.contoencoding) as target,
       c.conproc::regproc::text as function,
       c.condefault as is_default
  from pg_conversion c
  join pg_namespace n on n.oid = c.connamespace
 where n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
   and not exists (select from pg_depend d where d.classid = 'pg_conversion'::regclass and d.objid = c.oid and d.deptype = 'e')
 order by 1
