-- transforms
select format('for %s language %I', format_type(t.trftype, null), l.lanname) as identity,
       jsonb_build_array('pg_transform'::regclass::oid::int8, t.oid::int8, 0) as address,
       null as parent,
       nullif(t.trffromsql::oid, 0)::regprocedure::text as from_sql,
       nullif(t.trftosql::oid, 0)::regprocedure::text as to_sql
  from pg_transform t
  join pg_language l on l.oid = t.trflang
 where not exists (select from pg_depend d where d.classid = 'pg_transform'::regclass and d.objid = t.oid and d.deptype = 'e')
 order by 1
