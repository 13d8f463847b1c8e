-- rewrite rules other than the ones that make views
select format('%I on %s', r.rulename, r.ev_class::regclass) as identity,
       jsonb_build_array('pg_rewrite'::regclass::oid::int8, r.oid::int8, 0) as address,
       jsonb_build_array('pg_class'::regclass::oid::int8, r.ev_class::int8, 0) as parent,
       quote_ident(r.rulename) as name,
       r.ev_class::regclass::text as relation,
       rtrim(pg_get_ruledef(r.oid), ';') as definition,
       r.ev_enabled as enabled
  from pg_rewrite r
  join pg_class c on c.oid = r.ev_class
  join pg_namespace n on n.oid = c.relnamespace
 where r.rulename <> '_RETURN'
   and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
   and not exists (select from pg_depend d where d.classid = 'pg_rewrite'::regclass and d.objid = r.oid and d.deptype = 'e')
 order by 1
