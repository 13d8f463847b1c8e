-- domains; their checks are constraints
select format('%I.%I', n.nspname, t.typname) as identity,
       jsonb_build_array('pg_type'::regclass::oid::int8, t.oid::int8, 0) as address,
       jsonb_build_array('pg_namespace'::regclass::oid::int8, n.oid::int8, 0) as parent,
       format_type(t.typbasetype, t.typtypmod) as type,
       case when t.typcollation <> b.typcollation then t.typcollation::regcollation::text end as collation,
       pg_get_expr(t.typdefaultbin, 0) as default,
       t.typnotnull as not_null
  from pg_type t
  join pg_namespace n on n.oid = t.typnamespace
  join pg_type b on b.oid = t.typbasetype
 where t.typtype = 'd'
   and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
   and not exists (select from pg_depend d where d.classid = 'pg_type'::regclass and d.objid = t.oid and d.deptype = 'e')
 order by 1
