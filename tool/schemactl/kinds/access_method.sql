-- access methods made by hand
select quote_ident(a.amname) as identity,
       jsonb_build_array('pg_am'::regclass::oid::int8, a.oid::int8, 0) as address,
       null as parent,
       a.amtype as type,
       a.amhandler::regproc::text as handler
  from pg_am a
 where a.oid >= 16384
   and not exists (select from pg_depend d where d.classid = 'pg_am'::regclass and d.objid = a.oid and d.deptype = 'e')
 order by 1
