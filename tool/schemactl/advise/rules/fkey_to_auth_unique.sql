-- A foreign key leans on an index of the platform's
-- level: error
-- category: security
-- why: It references a column of schema auth that is not the primary key: the platform may drop that index, and its upgrade fails on the key.
-- remedy: Reference the primary key.
select n.nspname as schema, 'constraint' as kind, format('%I.%I.%I', n.nspname, c.relname, k.conname) as object, format('%I.%I', n.nspname, c.relname) as home,
       'references ' || k.confrelid::regclass as detail, null as fix
  from pg_constraint k
  join pg_class c on c.oid = k.conrelid
  join pg_namespace n on n.oid = c.relnamespace
  join pg_class t on t.oid = k.confrelid
  join pg_index i on i.indexrelid = k.conindid
 where k.contype = 'f'
   and t.relnamespace = (select s.oid from pg_namespace s where s.nspname = 'auth')
   and not i.indisprimary
 order by object
