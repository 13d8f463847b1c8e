-- text search templates
select format('%I.%I', n.nspname, t.tmplname) as identity,
       jsonb_build_array('pg_ts_template'::regclass::oid::int8, t.oid::int8, 0) as address,
       jsonb_build_array('pg_namespace'::regclass::oid::int8, n.oid::int8, 0) as parent,
       nullif(t.tmplinit, 0)::regproc::text as init,
       t.tmpllexize::regproc::text as lexize
  from pg_ts_template t
  join pg_namespace n on n.oid = t.tmplnamespace
 where n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
   and not exists (select from pg_depend d where d.classid = 'pg_ts_template'::regclass and d.objid = t.oid and d.deptype = 'e')
 order by 1
