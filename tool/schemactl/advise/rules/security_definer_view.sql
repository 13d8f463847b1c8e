-- A view reads with the rights of its owner
-- level: error
-- category: security
-- why: Policies of the tables below hold for whoever owns the view, not for whoever asks.
-- remedy: Set security_invoker, and grant what is read to whoever may read it.
select n.nspname as schema, 'view' as kind, format('%I.%I', n.nspname, c.relname) as object, format('%I.%I', n.nspname, c.relname) as home,
       '' as detail, format('alter view %I.%I set (security_invoker = true);', n.nspname, c.relname) as fix
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
 where c.relkind = 'v'
   and n.nspname = any (string_to_array(coalesce(current_setting('schemactl.api_schemas', true), 'public,graphql_public'), ','))
   and not coalesce((select o.option_value::boolean from pg_options_to_table(c.reloptions) o where o.option_name = 'security_invoker'), false)
   and exists (select from pg_roles r where r.rolname in ('anon', 'authenticated')
                  and has_schema_privilege(r.oid, n.oid, 'usage') and has_any_column_privilege(r.oid, c.oid, 'select'))
   and not exists (select from pg_depend e where e.classid = 'pg_class'::regclass and e.objid = c.oid and e.deptype = 'e')
 order by object
