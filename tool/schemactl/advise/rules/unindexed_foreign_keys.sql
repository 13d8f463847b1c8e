-- A foreign key has no index
-- level: info
-- category: performance
-- why: Deleting or changing what it references reads this whole table, for each row and under a lock.
-- remedy: Create an index that begins with its columns.
select n.nspname as schema, 'constraint' as kind, format('%I.%I.%I', n.nspname, c.relname, k.conname) as object, format('%I.%I', n.nspname, c.relname) as home,
       format('%I (%s)', c.relname, cols.names) as detail, format('create index on %I.%I (%s);', n.nspname, c.relname, cols.names) as fix
  from pg_constraint k
  join pg_class c on c.oid = k.conrelid
  join pg_namespace n on n.oid = c.relnamespace
 cross join lateral (select string_agg(quote_ident(a.attname), ', ' order by u.place) as names
                       from unnest(k.conkey) with ordinality u (attnum, place)
                       join pg_attribute a on a.attrelid = c.oid and a.attnum = u.attnum) cols
 where k.contype = 'f'
   and k.conparentid = 0
   and not exists (
       select from pg_index i
        where i.indrelid = c.oid
          and i.indisvalid
          and i.indpred is null
          -- the key's columns are its first ones, in any order
          and (i.indkey::int2[])[0:cardinality(k.conkey) - 1] @> k.conkey
   )
   -- part of a row may do: an index on rows that have a value
   and not exists (
       select from pg_index i
        where i.indrelid = c.oid
          and i.indisvalid
          and i.indpred is not null
          and (i.indkey::int2[])[0:cardinality(k.conkey) - 1] @> k.conkey
          and pg_get_expr(i.indpred, c.oid) ~ '^\(.* IS NOT NULL\)$'
   )
   and not exists (select from pg_depend e where e.classid = 'pg_class'::regclass and e.objid = c.oid and e.deptype = 'e')
 order by object
