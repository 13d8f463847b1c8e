-- Policies are there, and row level security is off
-- level: error
-- category: security
-- why: A policy does nothing until row level security is enabled on its table.
-- remedy: Enable row level security on the table.
select n.nspname as schema, 'table' as kind, format('%I.%I', n.nspname, c.relname) as object, format('%I.%I', n.nspname, c.relname) as home,
       'its policies: ' || string_agg(quote_ident(p.polname), ', ' order by p.polname) as detail,
       format('alter table %I.%I enable row level security;', n.nspname, c.relname) as fix
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  join pg_policy p on p.polrelid = c.oid
 where not c.relrowsecurity
   and not exists (select from pg_depend e where e.classid = 'pg_class'::regclass and e.objid = c.oid and e.deptype = 'e')
 group by c.oid, n.nspname, c.relname
 order by object
