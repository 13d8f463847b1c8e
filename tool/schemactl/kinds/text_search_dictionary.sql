-- text search dictionaries
select format('%I.%I', n.nspname, t.dictname) as identity,
       jsonb_build_array('pg_ts_dict'::regclass::oid::int8, t.oid::int8, 0) as address,
       jsonb_build_array('pg_namespace'::regclass::oid::int8, n.oid::int8, 0) as parent,
       format('%I.%I', tn.nspname, e.tmplname) as template,
       t.dictinitoption as options
  from pg_ts_dict t
  join pg_namespace n on n.oid = t.dictnamespace
  join pg_ts_template e on e.oid = t.dicttemplate
  join pg_namespace tn on tn.oid = e.tmplnamespace
 where n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
   and not exists (select from pg_depend d where d.classid = 'pg_ts_dict'::regclass and d.objid = t.oid and d.deptype = 'e')
 order by 1
