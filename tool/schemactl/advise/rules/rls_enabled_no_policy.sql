-- Row level security is on, and there is no policy
-- level: info
-- category: security
-- why: No row is visible to anybody but the owner and roles that bypass row level security. If that is meant, a policy `using (false)` says so.
-- remedy: Write a policy for each command that users may use.
select n.nspname as schema, 'table' as kind, format('%I.%I', n.nspname, c.relname) as object, format('%I.%I', n.nspname, c.relname) as home,
       '' as detail, null as fix
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
 where c.relkind in ('r', 'p')
   and c.relrowsecurity
   and not c.relispartition
   and not exists (select from pg_policy p where p.polrelid = c.oid)
   and not exists (select from pg_depend e where e.classid = 'pg_class'::regclass and e.objid = c.oid and e.deptype = 'e')
 order by object
