-- A function looks names up where its caller says
-- level: warn
-- category: security
-- why: Who may create objects in a schema of the caller's search_path can put them before those that are meant.
-- remedy: Set search_path on the function; with '' every name in it is qualified.
select n.nspname as schema, case f.prokind when 'p' then 'procedure' else 'function' end as kind, f.oid::regprocedure::text as object,
       format('%I.%I', n.nspname, f.proname) as home, case when f.prosecdef then 'it runs with its owner''s rights' else '' end as detail,
       format('alter %s %I.%I(%s) set search_path = %I, pg_temp;', case f.prokind when 'p' then 'procedure' else 'function' end,
              n.nspname, f.proname, pg_get_function_identity_arguments(f.oid), n.nspname) as fix
  from pg_proc f
  join pg_namespace n on n.oid = f.pronamespace
 where f.prokind in ('f', 'p')
   -- a body of standard SQL was looked up when it was made
   and f.prosqlbody is null
   and not exists (select from unnest(f.proconfig) c where c like 'search_path=%')
   and not exists (select from pg_depend e where e.classid = 'pg_proc'::regclass and e.objid = f.oid and e.deptype = 'e')
 order by object
