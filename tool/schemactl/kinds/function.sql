-- functions, window functions and procedures
select p.oid::regprocedure::text as identity,
       jsonb_build_array('pg_proc'::regclass::oid::int8, p.oid::int8, 0) as address,
       jsonb_build_array('pg_namespace'::regclass::oid::int8, n.oid::int8, 0) as parent,
       p.prokind as kind,
       rtrim(pg_get_functiondef(p.oid), E'\n') as definition,
       p.prosqlbody is not null as parsed_body,
       case when p.prosqlbody is null then p.prosrc else '' end as source,
       p.prosecdef as security_definer,
       nullif(l.lanvalidator, 0)::regproc::text as validator
  from pg_proc p
  join pg_language l on l.oid = p.prolang
  join pg_namespace n on n.oid = p.pronamespace
 where p.prokind in ('f', 'p', 'w')
   and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
   and not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e')
   -- functions that PostgreSQL makes with a range type
   and not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'i')
 order by 1
