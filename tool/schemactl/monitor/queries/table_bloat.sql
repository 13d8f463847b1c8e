-- Table bloat (estimated)
-- chapter: space
-- about: Pages that the rows' average width in pg_stats does not explain. An estimate, often 20 % off: table-bloat-exact measures.
-- column relation: Table
-- column wasted: Wasted, bytes, bar
-- column size: Rows' pages, bytes
-- column share: Wasted, percent
-- column fillfactor: Fillfactor, count
-- column rows: Rows (estimated), count
with shape as (
    -- the arithmetic is the well-known one of check_postgres and of ioguix' pgsql-bloat-estimation, for the heap alone
    select current_setting('block_size')::numeric as page, 24 as page_header, 8 as align
), widths as (
    select c.oid, n.nspname as schema, format('%I.%I', n.nspname, c.relname) as relation, c.relpages, c.reltuples,
           coalesce((select option_value from pg_options_to_table(c.reloptions) where option_name = 'fillfactor'), '100')::numeric as fillfactor,
           -- a bitmap of nulls only where there are any
           23 + case when max(coalesce(s.null_frac, 0)) > 0 then (7 + count(*)) / 8 else 0 end as header,
           sum((1 - coalesce(s.null_frac, 0)) * coalesce(s.avg_width, 0))::numeric as data,
           count(*) <> count(s.attname) as unknown
      from pg_class c
      join pg_namespace n on n.oid = c.relnamespace
      join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      -- row by row, through the catalog's indexes: as a join the planner takes the view for small
      left join lateral (
          select p.attname, p.null_frac, p.avg_width from pg_stats p
           where p.schemaname = n.nspname and p.tablename = c.relname and p.attname = a.attname and not p.inherited limit 1) s on true
     where c.relkind in ('r', 'm') and c.relpages > 0 and c.reltuples >= 0 and n.nspname not in ('pg_catalog', 'information_schema')
       and n.nspname not like 'pg\_t%'
     group by c.oid, n.nspname, c.relname, c.relpages, c.reltuples, c.reloptions
), aligned as (
    -- a line pointer of 4 bytes; header and data each up to the alignment
    select w.*, s.page, 4 + s.align * (ceil(w.header::numeric / s.align) + ceil(w.data / s.align)) as row_size,
           (s.page - s.page_header) * w.fillfactor / 100 as room
      from widths w cross join shape s
), pages as (
    select *, ceil(reltuples::numeric / greatest(floor(room / row_size), 1)) as needed from aligned
)
select schema, relation,
       case when not unknown then greatest(relpages - needed, 0) * page end as wasted,
       relpages * page as size,
       case when not unknown then round(100 * greatest(relpages - needed, 0) / relpages, 1) end as share,
       fillfactor, reltuples::bigint as rows,
       case when unknown then 'cannot tell: never analyzed, or this role may not read its statistics (select on the table)'
            when relpages - needed > 0.5 * relpages and (relpages - needed) * page > 10 * 1024 * 1024
            then 'more than half is waste: vacuum full or pg_repack; look why vacuum did not keep up' end as remark
  from pages
 order by wasted desc nulls last, relation
