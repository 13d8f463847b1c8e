-- Index bloat (measured)
-- chapter: space
-- about: Of the twenty largest B-tree indexes, by reading all their pages (pgstattuple). A tree that was just built is 90 % full.
-- needs: pgstattuple
-- asked: yes
-- column index: Index
-- column relation: Table
-- column wasted: Not filled, bytes, bar
-- column size: Size, bytes
-- column filled: Leaf pages filled, percent
-- column fragmented: Out of order, percent
with busy as (
    select relation from pg_locks
     where mode = 'AccessExclusiveLock' and database = (select oid from pg_database where datname = current_database())
), largest as (
    select c.oid, n.nspname as schema, format('%I.%I', n.nspname, c.relname) as index, format('%I.%I', rn.nspname, r.relname) as relation
      from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_am m on m.oid = c.relam join pg_index x on x.indexrelid = c.oid
      join pg_class r on r.oid = x.indrelid join pg_namespace rn on rn.oid = r.relnamespace
     where c.relkind = 'i' and m.amname = 'btree' and x.indisvalid and n.nspname not in ('pg_catalog', 'information_schema')
       and n.nspname not like 'pg\_t%' and c.oid not in (select relation from busy where relation is not null) and c.relpages > 1
     order by c.relpages desc, index limit 20
)
select l.schema, l.index, l.relation, round((s.leaf_pages * current_setting('block_size')::int * (1 - s.avg_leaf_density / 100))::numeric
       + (s.empty_pages + s.deleted_pages) * current_setting('block_size')::int) as wasted,
       s.index_size as size, round(s.avg_leaf_density::numeric, 1) as filled, round(s.leaf_fragmentation::numeric, 1) as fragmented,
       case when s.avg_leaf_density < 50 and s.index_size > 10 * 1024 * 1024 then format('half empty: reindex index concurrently %s', l.index) end as remark
  from largest l cross join lateral pgstatindex(l.oid) s
 order by wasted desc nulls last, l.index
