-- what pg_stat_statements has counted, a row a statement, role and database: times in milliseconds, blocks as bytes
with counted as (
    -- the names of columns differ between versions 1.10, 1.11 and 1.12
    select s.*, to_jsonb(s) - 'query' as named, current_setting('block_size')::int as block from pg_stat_statements s
)
select s.queryid::text as queryid, s.userid::int8 as userid, s.dbid::int8 as dbid,
       coalesce(r.rolname::text, s.userid::text) as role, coalesce(d.datname::text, s.dbid::text) as database,
       coalesce(d.datname = current_database(), false) as here,
       min(s.query) as query,
       max(s.named ->> 'stats_since') as since,
       sum(s.calls) as calls,
       sum(s.rows) as rows,
       sum(s.total_exec_time) as total,
       -- of which the standard deviation of any period can be made
       sum(s.calls * (s.stddev_exec_time ^ 2 + s.mean_exec_time ^ 2)) as squares,
       sum(s.total_plan_time) as planning,
       sum((s.shared_blks_hit + s.local_blks_hit) * s.block) as hit,
       sum((s.shared_blks_read + s.local_blks_read) * s.block) as read,
       sum((s.shared_blks_written + s.local_blks_written) * s.block) as written,
       sum(coalesce(s.named ->> 'shared_blk_read_time', s.named ->> 'blk_read_time')::float8
           + coalesce(s.named ->> 'shared_blk_write_time', s.named ->> 'blk_write_time')::float8
           + coalesce((s.named ->> 'local_blk_read_time')::float8 + (s.named ->> 'local_blk_write_time')::float8, 0)
           + s.temp_blk_read_time + s.temp_blk_write_time) as io,
       sum((s.temp_blks_read + s.temp_blks_written) * s.block) as temp,
       sum(s.wal_bytes) as wal
  from counted s
  left join pg_roles r on r.oid = s.userid
  left join pg_database d on d.oid = s.dbid
 group by s.queryid, s.userid, s.dbid, r.rolname, d.datname
 order by s.dbid, s.userid, s.queryid
