-- Everybody may run a function with its owner's rights
-- level: warn
-- category: security
-- why: The API serves it as an endpoint, and inside it no policy holds.
-- remedy: Revoke execute from public and anon, or make it security invoker, or check inside who asks.
select n.nspname as schema, 'function' as kind, f.oid::regprocedure::text as object, format('%I.%I', n.nspname, f.proname) as home, '' as detail,
       format('revoke execute on function %I.%I(%s) from public, anon;', n.nspname, f.proname, pg_get_function_identity_arguments(f.oid)) as fix
  from pg_proc f
  join pg_namespace n on n.oid = f.pronamespace
  join pg_roles asker on asker.rolname = 'anon'
 where f.prosecdef
   and f.prokind in ('f', 'p')
   and f.prorettype <> all ('{trigger,event_trigger}'::regtype[])
   and n.nspname = any (string_to_array(coalesce(current_setting('schemactl.api_schemas', true), 'public,graphql_public'), ','))
   and has_schema_privilege(asker.oid, n.oid, 'usage')
   and has_function_privilege(asker.oid, f.oid, 'execute')
   and not exists (select from pg_depend e where e.classid = 'pg_proc'::regclass and e.objid = f.oid and e.deptype = 'e')
 order by object
