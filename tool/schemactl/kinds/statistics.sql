-- extended statistics
select format('%I.%I', n.nspname, s.stxname) as identity,
       jsonb_build_array('pg_statistic_ext'::regclass::oid::int8, s.oid::int8, 0) as address,
       jsonb_build_array('pg_class'::regclass::oid::int8, s.stxrelid::int8, 0) as parent,
       pg_get_statisticsobjdef(s.oid) as definition,
       -- -1 up to PostgreSQL 16, null since 17: both mean the default
       nullif(s.stxstattarget, -1) as target
  from pg_statistic_ext s
  join pg_namespace n on n.oid = s.stxnamespace
 where n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
   and not exists (select from pg_depend d where d.classid = 'pg_statistic_ext'::regclass and d.objid = s.oid and d.deptype = 'e')
 order by 1
