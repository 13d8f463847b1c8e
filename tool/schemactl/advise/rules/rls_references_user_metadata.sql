-- A policy trusts what users write of themselves
-- level: error
-- category: security
-- why: Users change their own user_metadata: a policy that reads it lets them choose their rights.
-- remedy: Read app_metadata, which only the service changes, or a table of yours.
select n.nspname as schema, 'policy' as kind, format('%I on %I.%I', p.polname, n.nspname, c.relname) as object, format('%I.%I', n.nspname, c.relname) as home,
       '' as detail, null as fix
  from pg_policy p
  join pg_class c on c.oid = p.polrelid
  join pg_namespace n on n.oid = c.relnamespace
 where concat(pg_get_expr(p.polqual, p.polrelid), ' ', pg_get_expr(p.polwithcheck, p.polrelid)) ~* 'user_metadata|raw_user_meta_data'
 order by object
