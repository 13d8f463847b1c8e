-- schemas that are not PostgreSQL's own and no extension's
select quote_ident(n.nspname) as identity,
       jsonb_build_array('pg_namespace'::regclass::oid::int8, n.oid::int8, 0) as address,
       null as parent
  from pg_namespace n
 where n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
   and not exists (select from pg_depend d where d.classid = 'pg_namespace'::regclass and d.objid = n.oid and d.deptype = 'e')
 order by 1
