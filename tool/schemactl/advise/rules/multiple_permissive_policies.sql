-- Several policies are asked for the same rows
-- level: warn
-- category: performance
-- why: Permissive policies for one role and command are joined by or: all of them run for each row.
-- remedy: Make one policy of them.
select n.nspname as schema, 'table' as kind, format('%I.%I', n.nspname, c.relname) as object, format('%I.%I', n.nspname, c.relname) as home,
       format('%s for %s: %s', command, role, string_agg(quote_ident(p.polname), ', ' order by p.polname)) as detail, null as fix
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  join pg_policy p on p.polrelid = c.oid and p.polpermissive
 cross join unnest(case p.polcmd when 'r' then '{select}' when 'a' then '{insert}' when 'w' then '{update}' when 'd' then '{delete}'
                        else '{select,insert,update,delete}'::text[] end) command
 cross join lateral (
     -- a policy for public holds for both
     select r.rolname as role from pg_roles r
      where (p.polroles = '{0}' and r.rolname in ('anon', 'authenticated')) or r.oid = any (p.polroles)
 ) roles
 where c.relrowsecurity
 group by n.nspname, c.oid, c.relname, command, role
having count(*) > 1
 order by object, detail
