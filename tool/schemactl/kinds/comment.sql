-- comments of database objects
select format('%s %s', i.type, i.identity) as identity,
       jsonb_build_array('pg_description'::regclass::oid::int8, d.objoid::int8, d.objsubid) as address,
       jsonb_build_array(d.classoid::int8, d.objoid::int8, d.objsubid) as parent,
       i.type as object_type,
       i.identity as object,
       d.description as text
  from pg_description d
  cross join lateral pg_identify_object(d.classoid, d.objoid, d.objsubid) i
 where (d.objoid >= 16384 or d.classoid = 'pg_namespace'::regclass and d.objoid = to_regnamespace('public'))
   and coalesce(i.schema, '') !~ '^pg_' and coalesce(i.schema, '') <> 'information_schema'
   and not exists (select from pg_depend e where e.classid = d.classoid and e.objid = d.objoid and e.deptype = 'e')
 order by 1
