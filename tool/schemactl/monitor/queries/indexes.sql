-- Index use
-- chapter: use
-- about: Scans are since the statistics were reset, on this server alone: a replica counts its own. Largest first.
-- column index: Index
-- column relation: Table
-- column size: Size, bytes, bar
-- column scans: Scans, count
-- column last_scan: Last scan, moment
-- column rows_per_scan: Rows a scan, count
-- column cache_hits: Read from cache, percent
-- column enforces: Enforces
with busy as (
    -- pg_relation_size would wait for these
    select relation from pg_locks
     where mode = 'AccessExclusiveLock' and database = (select oid from pg_database where datname = current_database())
), since as (
    select coalesce(stats_reset, pg_postmaster_start_time()) as reset from pg_stat_database where datname = current_database()
), enforced as (
    -- of those that rest on an index its own table's comes before foreign keys
    select distinct on (conindid) conindid, contype from pg_constraint where conindid <> 0 order by conindid, contype = 'f', oid
), used as (
    select s.schemaname as schema, format('%I.%I', s.schemaname, s.indexrelname) as index, format('%I.%I', s.schemaname, s.relname) as relation,
           case when c.oid in (select relation from busy) then c.relpages::bigint * current_setting('block_size')::int
                else pg_relation_size(c.oid) end as size,
           s.idx_scan as scans,
           -- since PostgreSQL 16
           to_jsonb(s) ->> 'last_idx_scan' as last_scan,
           round(s.idx_tup_read::numeric / nullif(s.idx_scan, 0)) as rows_per_scan,
           round(100.0 * io.idx_blks_hit / nullif(io.idx_blks_hit + io.idx_blks_read, 0), 1) as cache_hits,
           case when x.indisprimary then 'primary key' when k.contype = 'x' then 'exclusion' when x.indisunique then 'uniqueness'
                when x.indisreplident then 'replica identity' when k.contype = 'f' then 'a foreign key' end as enforces,
           x.indisvalid as valid, t.n_live_tup as rows, since.reset
      from pg_stat_user_indexes s
      join pg_index x on x.indexrelid = s.indexrelid
      join pg_class c on c.oid = s.indexrelid
      join pg_statio_user_indexes io on io.indexrelid = s.indexrelid
      join pg_stat_user_tables t on t.relid = s.relid
      left join enforced k on k.conindid = s.indexrelid
      cross join since
)
select schema, index, relation, size, scans, last_scan, rows_per_scan, cache_hits, enforces,
       case when not valid then 'invalid: a concurrent build failed; drop it or reindex it'
            when scans = 0 and enforces is null and size > 1024 * 1024 and rows > 0
            then format('no scan since %s: a candidate to drop, after a look at replicas and at rare reports', reset::date) end as remark
  from used
 order by size desc, index
