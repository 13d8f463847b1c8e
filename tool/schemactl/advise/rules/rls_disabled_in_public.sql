-- Row level security is off on a table of the API
-- level: error
-- category: security
-- why: Whoever has the project's public key reads or changes every row that its role is granted.
-- remedy: Enable row level security, and write a policy for each command that users may use.
select n.nspname as schema, 'table' as kind, format('%I.%I', n.nspname, c.relname) as object, format('%I.%I', n.nspname, c.relname) as home,
       '' as detail, format('alter table %I.%I enable row level security;', n.nspname, c.relname) as fix
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
 where c.relkind in ('r', 'p')
   and not c.relrowsecurity
   and n.nspname = any (string_to_array(coalesce(current_setting('schemactl.api_schemas', true), 'public,graphql_public'), ','))
   and exists (select from pg_roles r
                where r.rolname in ('anon', 'authenticated')
                  and (has_any_column_privilege(r.oid, c.oid, 'select, insert, update') or has_table_privilege(r.oid, c.oid, 'delete, truncate')))
   and not exists (select from pg_depend e where e.classid = 'pg_class'::regclass and e.objid = c.oid and e.deptype = 'e')
 order by object
