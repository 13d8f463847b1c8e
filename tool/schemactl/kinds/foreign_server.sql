-- foreign servers
select quote_ident(s.srvname) as identity,
       jsonb_build_array('pg_foreign_server'::regclass::oid::int8, s.oid::int8, 0) as address,
       null as parent,
       quote_ident(w.fdwname) as wrapper,
       s.srvtype as type,
       s.srvversion as version,
       (select jsonb_agg(o order by o) from unnest(s.srvoptions) o) as options
  from pg_foreign_server s
  join pg_foreign_data_wrapper w on w.oid = s.srvfdw
 where not exists (select from pg_depend d where d.classid = 'pg_foreign_server'::regclass and d.objid = s.oid and d.deptype = 'e')
 order by 1
