-- text search parsers
select format('%I.%I', n.nspname, p.prsname) as identity,
       jsonb_build_array('pg_ts_parser'::regclass::oid::int8, p.oid::int8, 0) as address,
       jsonb_build_array('pg_namespace'::regclass::oid::int8, n.oid::int8, 0) as parent,
       p.prsstart::regproc::text as start,
       p.prstoken::regproc::text as gettoken,
       p.prsend::regproc::text as end,
       p.prslextype::regproc::text as lextypes,
       nullif(p.prsheadline, 0)::regproc::text as headline
  from pg_ts_parser p
  join pg_namespace n on n.oid = p.prsnamespace
 where n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
   and not exists (select from pg_depend d where d.classid = 'pg_ts_parser'::regclass and d.objid = p.oid and d.deptype = 'e')
 order by 1
