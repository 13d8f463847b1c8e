-- Index bloat (estimated)
-- chapter: space
-- about: Of B-tree indexes, from pg_stats. An estimate: entries that share a key are stored together, which hides waste. index-bloat-exact measures.
-- column index: Index
-- column relation: Table
-- column wasted: Wasted, bytes, bar
-- column size: Size, bytes
-- column share: Wasted, percent
with shape as (
    -- the arithmetic is the well-known one of check_postgres and of ioguix' pgsql-bloat-estimation
    select current_setting('block_size')::numeric as page, 24 as page_header, 16 as special, 8 as align
), keys as (
    select x.indexrelid, x.indrelid, k.place, a.attname as own_name, t.attname as table_name
      from pg_index x
      cross join lateral unnest(x.indkey::int2[]) with ordinality as k (attnum, place)
      join pg_attribute a on a.attrelid = x.indexrelid and a.attnum = k.place
      left join pg_attribute t on t.attrelid = x.indrelid and t.attnum = k.attnum and k.attnum > 0
), widths as (
    select c.oid, n.nspname as schema, format('%I.%I', n.nspname, c.relname) as index, format('%I.%I', n.nspname, r.relname) as relation,
           c.relpages, c.reltuples,
           coalesce((select option_value from pg_options_to_table(c.reloptions) where option_name = 'fillfactor'), '90')::numeric as fillfactor,
           8 + case when max(coalesce(s.null_frac, 0)) > 0 then 4 else 0 end as header,
           sum((1 - coalesce(s.null_frac, 0)) * coalesce(s.avg_width, 0))::numeric as data,
           count(*) <> count(s.avg_width) as unknown
      from keys k
      join pg_class c on c.oid = k.indexrelid
      join pg_am m on m.oid = c.relam and m.amname = 'btree'
      join pg_class r on r.oid = k.indrelid
      join pg_namespace n on n.oid = c.relnamespace
      -- row by row, through the catalog's indexes: as a join the planner takes the view for small. Of an expression they stand under the index
      left join lateral (
          select p.null_frac, p.avg_width from pg_stats p
           where p.schemaname = n.nspname and p.tablename = case when k.table_name is null then c.relname else r.relname end
             and p.attname = coalesce(k.table_name, k.own_name) and not p.inherited limit 1) s on true
     where c.relkind = 'i' and c.relpages > 1 and c.reltuples >= 0 and n.nspname not in ('pg_catalog', 'information_schema')
       and n.nspname not like 'pg\_t%'
     group by c.oid, n.nspname, c.relname, r.relname, c.relpages, c.reltuples, c.reloptions
), aligned as (
    select w.*, s.page, 4 + s.align * (ceil(w.header::numeric / s.align) + ceil(w.data / s.align)) as entry_size,
           (s.page - s.page_header - s.special) * w.fillfactor / 100 as room
      from widths w cross join shape s
), pages as (
    -- and the page that describes the tree
    select *, 1 + ceil(reltuples::numeric / greatest(floor(room / entry_size), 1)) as needed from aligned
)
select schema, index, relation,
       case when not unknown then greatest(relpages - needed, 0) * page end as wasted,
       relpages * page as size,
       case when not unknown then round(100 * greatest(relpages - needed, 0) / relpages, 1) end as share,
       case when unknown then 'cannot tell: never analyzed, or this role may not read its statistics (select on the table)'
            when relpages - needed > 0.5 * relpages and (relpages - needed) * page > 10 * 1024 * 1024
            then format('more than half is waste: reindex index concurrently %s', index) end as remark
  from pages
 order by wasted desc nulls last, index
