-- An extension stands in the schema public
-- level: warn
-- category: security
-- why: Its functions become endpoints of the API, and its names mix with yours.
-- remedy: Create it with schema extensions.
select n.nspname as schema, 'extension' as kind, quote_ident(e.extname) as object, quote_ident(e.extname) as home,
       case when e.extrelocatable then format('alter extension %I set schema extensions', e.extname) else 'it must be dropped and made again to move' end as detail,
       null as fix
  from pg_extension e
  join pg_namespace n on n.oid = e.extnamespace
 where n.nspname = 'public'
 order by object
