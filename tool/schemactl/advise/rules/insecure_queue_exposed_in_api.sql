-- A queue of pgmq is open to users
-- level: error
-- category: security
-- why: pgmq_public is exposed, and the queue's table has no row level security.
-- remedy: Enable row level security on it, and write policies for who may send and read.
select n.nspname as schema, 'table' as kind, format('%I.%I', n.nspname, c.relname) as object, format('%I.%I', n.nspname, c.relname) as home,
       '' as detail, null as fix
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
 where c.relkind in ('r', 'p')
   and n.nspname = 'pgmq'
   and c.relname like 'q\_%'
   and not c.relrowsecurity
   and 'pgmq_public' = any (string_to_array(coalesce(current_setting('schemactl.api_schemas', true), 'public,graphql_public'), ','))
 order by object
