-- installed extensions; plpgsql is part of every database
select quote_ident(e.extname) as identity,
       jsonb_build_array('pg_extension'::regclass::oid::int8, e.oid::int8, 0) as address,
       null as parent,
       quote_ident(n.nspname) as schema,
       e.extversion as version,
       e.extrelocatable as relocatable
  from pg_extension e
  join pg_namespace n on n.oid = e.extnamespace
 where e.extname <> 'plpgsql'
 order by 1
