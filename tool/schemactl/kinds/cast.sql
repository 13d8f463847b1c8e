-- casts that are neither PostgreSQL's own nor a range type's to its multirange
select format('(%s as %s)', format_type(c.castsource, null), format_type(c.casttarget, null)) as identity,
       jsonb_build_array('pg_cast'::regclass::oid::int8, c.oid::int8, 0) as address,
       null as parent,
       nullif(c.castfunc, 0)::regprocedure::text as function,
       c.castmethod as method,
       c.castcontext as context
  from pg_cast c
 where c.oid >= 16384
   and not exists (select from pg_depend d where d.classid = 'pg_cast'::regclass and d.objid = c.oid and d.deptype in ('e', 'i'))
 order by 1
