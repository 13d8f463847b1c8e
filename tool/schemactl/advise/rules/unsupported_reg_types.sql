-- A column's type keeps pg_upgrade from running
-- level: warn
-- category: security
-- why: regclass and its like hold numbers that another server gives to other objects; text and a cast on use do not.
-- remedy: Store the name as text.
select n.nspname as schema, 'column' as kind, format('%I.%I.%I', n.nspname, c.relname, a.attname) as object, format('%I.%I', n.nspname, c.relname) as home,
       format_type(a.atttypid, a.atttypmod) as detail, null as fix
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
 where c.relkind in ('r', 'p', 'm')
   and a.atttypid = any ('{regcollation,regconfig,regdictionary,regnamespace,regoper,regoperator,regproc,regprocedure}'::regtype[])
   and not exists (select from pg_depend e where e.classid = 'pg_class'::regclass and e.objid = c.oid and e.deptype = 'e')
 order by object
