-- A materialized view of the API is read past all policies
-- level: warn
-- category: security
-- why: A materialized view knows no row level security: who may select sees every row.
-- remedy: Move it to a schema that the API does not expose, or revoke what is granted.
select n.nspname as schema, 'materialized_view' as kind, format('%I.%I', n.nspname, c.relname) as object, format('%I.%I', n.nspname, c.relname) as home,
       '' as detail, format('revoke select on %I.%I from anon, authenticated;', n.nspname, c.relname) as fix
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
 where c.relkind = 'm'
   and n.nspname = any (string_to_array(coalesce(current_setting('schemactl.api_schemas', true), 'public,graphql_public'), ','))
   and exists (select from pg_roles r where r.rolname in ('anon', 'authenticated')
                  and has_schema_privilege(r.oid, n.oid, 'usage') and has_any_column_privilege(r.oid, c.oid, 'select'))
   and not exists (select from pg_depend e where e.classid = 'pg_class'::regclass and e.objid = c.oid and e.deptype = 'e')
 order by object
