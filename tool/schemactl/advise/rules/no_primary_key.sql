-- A table has no primary key
-- level: info
-- category: performance
-- why: Nothing names a row of it: no foreign key, no replication of changes.
-- remedy: Add a primary key.
select n.nspname as schema, 'table' as kind, format('%I.%I', n.nspname, c.relname) as object, format('%I.%I', n.nspname, c.relname) as home,
       '' as detail, null as fix
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
 where c.relkind in ('r', 'p')
   and not c.relispartition
   and not exists (select from pg_index i where i.indrelid = c.oid and i.indisprimary)
   and not exists (select from pg_depend e where e.classid = 'pg_class'::regclass and e.objid = c.oid and e.deptype = 'e')
 order by object
