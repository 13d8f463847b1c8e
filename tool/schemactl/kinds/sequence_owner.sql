-- the column that owns a sequence: the sequence goes when the column goes
select format('%I.%I', n.nspname, c.relname) as identity,
       -- no catalog row of its own: the dependency is the fact
       jsonb_build_array('pg_depend'::regclass::oid::int8, c.oid::int8, 0) as address,
       jsonb_build_array('pg_class'::regclass::oid::int8, c.oid::int8, 0) as parent,
       format('%s.%I', d.refobjid::regclass, a.attname) as column,
       jsonb_build_array('pg_class'::regclass::oid::int8, d.refobjid::int8, d.refobjsubid) as column_address
  from pg_depend d
  join pg_class c on c.oid = d.objid and c.relkind = 'S'
  join pg_namespace n on n.oid = c.relnamespace
  join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
 where d.classid = 'pg_class'::regclass and d.objsubid = 0 and d.deptype = 'a'
   and d.refclassid = 'pg_class'::regclass and d.refobjsubid > 0
   and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
 order by 1
