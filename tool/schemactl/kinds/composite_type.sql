-- composite types that stand alone
select format('%I.%I', n.nspname, t.typname) as identity,
       jsonb_build_array('pg_type'::regclass::oid::int8, t.oid::int8, 0) as address,
       jsonb_build_array('pg_namespace'::regclass::oid::int8, n.oid::int8, 0) as parent
  from pg_type t
  join pg_class c on c.oid = t.typrelid and c.relkind = 'c'
  join pg_namespace n on n.oid = t.typnamespace
 where n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
   and not exists (select from pg_depend d where d.classid = 'pg_type'::regclass and d.objid = t.oid and d.deptype = 'e')
 order by 1
