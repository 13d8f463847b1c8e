-- A policy lets its roles write every row
-- level: warn
-- category: security
-- why: A policy for insert, update, delete or all commands whose condition is simply true is no restriction.
-- remedy: State whose rows they are, or name the service's role in the policy.
select n.nspname as schema, 'policy' as kind, format('%I on %I.%I', p.polname, n.nspname, c.relname) as object, format('%I.%I', n.nspname, c.relname) as home,
       'for ' || case p.polcmd when 'a' then 'insert' when 'w' then 'update' when 'd' then 'delete' else 'all commands' end as detail, null as fix
  from pg_policy p
  join pg_class c on c.oid = p.polrelid
  join pg_namespace n on n.oid = c.relnamespace
 where p.polpermissive
   and p.polcmd <> 'r'
   and c.relrowsecurity
   and coalesce(pg_get_expr(p.polwithcheck, p.polrelid), pg_get_expr(p.polqual, p.polrelid)) = 'true'
   and n.nspname = any (string_to_array(coalesce(current_setting('schemactl.api_schemas', true), 'public,graphql_public'), ','))
   and (p.polroles = '{0}' or exists (select from pg_roles r where r.oid = any (p.polroles) and r.rolname in ('anon', 'authenticated')))
 order by object
