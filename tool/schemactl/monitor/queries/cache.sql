-- Reads from cache
-- chapter: use
-- about: Blocks that queries wanted since the statistics were reset; what was not in shared_buffers may still have been in the system's cache.
-- column relation: Table
-- column blocks_read: Read from outside, bytes, bar
-- column heap_hits: Table from cache, percent
-- column index_hits: Indexes from cache, percent
-- column sequential_scans: Sequential scans, count
-- column rows_per_scan: Rows a scan, count
-- column index_scans: Index scans, count
select io.schemaname as schema, format('%I.%I', io.schemaname, io.relname) as relation,
       (io.heap_blks_read + coalesce(io.idx_blks_read, 0) + coalesce(io.toast_blks_read, 0)) * current_setting('block_size')::int as blocks_read,
       round(100.0 * io.heap_blks_hit / nullif(io.heap_blks_hit + io.heap_blks_read, 0), 1) as heap_hits,
       round(100.0 * io.idx_blks_hit / nullif(io.idx_blks_hit + io.idx_blks_read, 0), 1) as index_hits,
       t.seq_scan as sequential_scans,
       round(t.seq_tup_read::numeric / nullif(t.seq_scan, 0)) as rows_per_scan,
       t.idx_scan as index_scans,
       case when t.seq_scan > 1000 and t.seq_tup_read > 10000 * t.seq_scan
            then 'read from end to end more than a thousand times: a query lacks an index' end as remark
  from pg_statio_user_tables io join pg_stat_user_tables t on t.relid = io.relid
 order by 3 desc, 2
