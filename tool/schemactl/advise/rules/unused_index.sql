-- An index has not been used
-- level: info
-- category: performance
-- why: Each write keeps it. Counted since the statistics were reset, on this server alone: a replica may use it.
-- remedy: Drop it, after a look at replicas and at what runs once a month.
-- live: its counters come from use
select n.nspname as schema, 'index' as kind, format('%I.%I', n.nspname, x.relname) as object, format('%I.%I', n.nspname, c.relname) as home,
       pg_size_pretty(pg_relation_size(x.oid)) as detail, null as fix
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  join pg_index i on i.indrelid = c.oid and not i.indisunique and i.indisvalid
  join pg_class x on x.oid = i.indexrelid and x.relkind = 'i'
  join pg_stat_all_indexes s on s.indexrelid = x.oid and s.idx_scan = 0
 where pg_relation_size(x.oid) > 1024 * 1024
   and not exists (select from pg_constraint k where k.conindid = x.oid and k.conrelid = c.oid)
   and not exists (select from pg_depend e where e.classid = 'pg_class'::regclass and e.objid = c.oid and e.deptype = 'e')
 order by object
