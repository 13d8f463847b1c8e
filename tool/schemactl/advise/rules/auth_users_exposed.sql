-- A view shows auth.users to users
-- level: error
-- category: security
-- why: Names, e-mail addresses and more of every user can be read through it.
-- remedy: Show what is needed from a table of yours, filled by a trigger, behind policies.
select distinct n.nspname as schema, case c.relkind when 'v' then 'view' else 'materialized_view' end as kind,
       format('%I.%I', n.nspname, c.relname) as object, format('%I.%I', n.nspname, c.relname) as home, '' as detail, null as fix
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  join pg_rewrite w on w.ev_class = c.oid
  join pg_depend d on d.classid = 'pg_rewrite'::regclass and d.objid = w.oid and d.refclassid = 'pg_class'::regclass
  join pg_class u on u.oid = d.refobjid and u.relname = 'users' and u.relnamespace = (select s.oid from pg_namespace s where s.nspname = 'auth')
 where c.relkind in ('v', 'm')
   and n.nspname = any (string_to_array(coalesce(current_setting('schemactl.api_schemas', true), 'public,graphql_public'), ','))
   and exists (select from pg_roles r where r.rolname in ('anon', 'authenticated')
                  and has_schema_privilege(r.oid, n.oid, 'usage') and has_any_column_privilege(r.oid, c.oid, 'select'))
 order by object
