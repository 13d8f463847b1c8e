-- what the session's transaction holds now: relations and lock modes, with their files and how often they were read in it
select l.relation::bigint as oid,
       l.mode,
       c.relfilenode::bigint as file,
       c.reltablespace::bigint as tablespace,
       pg_catalog.pg_stat_get_xact_numscans(l.relation) as scans,
       (select count(*) + count(*) filter (where i.indisexclusion)
          from pg_catalog.pg_index i where i.indrelid = l.relation) as builds
  from pg_catalog.pg_locks l
  left join pg_catalog.pg_class c on c.oid = l.relation
 where l.pid = pg_catalog.pg_backend_pid()
   and l.locktype = 'relation'
   and l.granted
   and l.relation >= 16384
 order by l.relation
