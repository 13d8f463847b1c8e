-- foreign data wrappers
select quote_ident(w.fdwname) as identity,
       jsonb_build_array('pg_foreign_data_wrapper'::regclass::oid::int8, w.oid::int8, 0) as address,
       null as parent,
       nullif(w.fdwhandler, 0)::regproc::text as handler,
       nullif(w.fdwvalidator, 0)::regproc::text as validator,
       (select jsonb_agg(o order by o) from unnest(w.fdwoptions) o) as options
  from pg_foreign_data_wrapper w
 where not exists (select from pg_depend d where d.classid = 'pg_foreign_data_wrapper'::regclass and d.objid = w.oid and d.deptype = 'e')
 order by 1
