-- Table bloat (measured)
-- chapter: space
-- about: Of the twenty largest tables, by reading all their pages (pgstattuple). Free space that inserts will use is waste only in excess.
-- needs: pgstattuple
-- asked: yes
-- column relation: Table
-- column wasted: Dead and free, bytes, bar
-- column size: Rows' pages, bytes
-- column share: Dead and free, percent
-- column dead: Dead rows, count
-- column dead_size: Dead, bytes
-- column free: Free, bytes
with busy as (
    select relation from pg_locks
     where mode = 'AccessExclusiveLock' and database = (select oid from pg_database where datname = current_database())
), largest as (
    select c.oid, n.nspname as schema, format('%I.%I', n.nspname, c.relname) as relation
      from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_am m on m.oid = c.relam
     where c.relkind in ('r', 'm') and m.amname = 'heap' and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname not like 'pg\_t%'
       and c.oid not in (select relation from busy where relation is not null) and c.relpages > 0
     order by c.relpages desc, relation limit 20
)
select l.schema, l.relation, s.dead_tuple_len + s.free_space as wasted, s.table_len as size,
       round((s.dead_tuple_percent + s.free_percent)::numeric, 1) as share, s.dead_tuple_count as dead, s.dead_tuple_len as dead_size,
       s.free_space as free,
       case when s.dead_tuple_percent + s.free_percent > 50 and s.table_len > 10 * 1024 * 1024
            then 'more than half is waste: vacuum full or pg_repack; look why vacuum did not keep up' end as remark
  from largest l cross join lateral pgstattuple(l.oid) s
 order by wasted desc, l.relation
