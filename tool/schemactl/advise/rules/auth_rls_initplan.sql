-- A policy asks who the user is for each row
-- level: warn
-- category: performance
-- why: A call of auth.uid() and its like in a policy runs for every row; in a sub-select it runs once a query.
-- remedy: Write (select auth.uid()).
select n.nspname as schema, 'policy' as kind, format('%I on %I.%I', p.polname, n.nspname, c.relname) as object, format('%I.%I', n.nspname, c.relname) as home,
       '' as detail, null as fix,
       format('alter policy %I on %I.%I', p.polname, n.nspname, c.relname) as alter,
       pg_get_expr(p.polqual, p.polrelid) as using, pg_get_expr(p.polwithcheck, p.polrelid) as "check"
  from pg_policy p
  join pg_class c on c.oid = p.polrelid
  join pg_namespace n on n.oid = c.relnamespace
 order by object
