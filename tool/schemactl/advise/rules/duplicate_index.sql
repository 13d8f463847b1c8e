-- Two indexes are the same
-- level: warn
-- category: performance
-- why: Each write keeps both, and no query needs both.
-- remedy: Drop all but one.
select n.nspname as schema, 'index' as kind, format('%I.%I', n.nspname, min(x.relname::text)) as object, format('%I.%I', n.nspname, c.relname) as home,
       'the same as ' || string_agg(quote_ident(x.relname), ', ' order by x.relname) filter (where x.relname <> other.first) as detail, null as fix
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  join pg_index i on i.indrelid = c.oid
  join pg_class x on x.oid = i.indexrelid
 cross join lateral (select regexp_replace(pg_get_indexdef(x.oid), ' INDEX .* USING ', ' USING ') as definition) d
 cross join lateral (select min(y.relname) as first
                       from pg_index j
                       join pg_class y on y.oid = j.indexrelid
                      where j.indrelid = c.oid
                        and regexp_replace(pg_get_indexdef(y.oid), ' INDEX .* USING ', ' USING ') = d.definition) other
 where c.relkind in ('r', 'p', 'm')
   and not c.relispartition
   and not exists (select from pg_depend e where e.classid = 'pg_class'::regclass and e.objid = c.oid and e.deptype = 'e')
 group by n.nspname, c.oid, c.relname, d.definition
having count(*) > 1
 order by object
