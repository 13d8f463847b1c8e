-- comments of database objects
select format('%s %s', i.type, i.identity) as identity,
       jsonb_build_array('pg_description'::regclass::oid::int8, d.objoid::int8, d.objsubid) as address,
       -- a not-null constraint is an attribute of its column or domain
       coalesce((select case when k.conrelid <> 0 then jsonb_build_array('pg_class'::regclass::oid::int8, k.conrelid::int8, k.conkey[1])
                             else jsonb_build_array('pg_type'::regclass::oid::int8, k.contypid::int8, 0) end
                   from pg_constraint k
                  where d.classoid = 'pg_constraint'::regclass and k.oid = d.objoid and k.contype = 'n'),
                jsonb_build_array(d.classoid::int8, d.objoid::int8, d.objsubid)) as parent,
       i.type as object_type,
       i.identity as object,
       d.description as text
  from pg_description d
  cross join lateral pg_identify_object(d.classoid, d.objoid, d.objsubid) i
 where (d.objoid >= 16384 or d.classoid = 'pg_namespace'::regclass and d.objoid = to_regnamespace('public'))
   and coalesce(i.schema, '') !~ '^pg_' and coalesce(i.schema, '') <> 'information_schema'
   and not exists (select from pg_depend e where e.classid = d.classoid and e.objid = d.objoid and e.deptype = 'e')
 order by 1
