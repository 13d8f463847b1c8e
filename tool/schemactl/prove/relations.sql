-- every relation that may hold rows or stand in the way of those that do, with what changes where it is rewritten or read
select c.oid::bigint as oid,
       case c.relkind when 'r' then 'table' when 'p' then 'table' when 'm' then 'materialized_view' when 'v' then 'view'
            when 'f' then 'foreign_table' when 'S' then 'sequence' else 'index' end as kind,
       format('%I.%I', n.nspname, c.relname) as identity,
       i.indrelid::bigint as of_table,
       c.relfilenode::bigint as file,
       c.reltablespace::bigint as tablespace,
       pg_catalog.pg_stat_get_xact_numscans(c.oid) as scans
  from pg_catalog.pg_class c
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  left join pg_catalog.pg_index i on i.indexrelid = c.oid
 where c.relkind in ('r', 'p', 'm', 'v', 'f', 'S', 'i', 'I')
   and c.oid >= 16384
   and n.nspname <> 'pg_toast'
 order by c.oid
