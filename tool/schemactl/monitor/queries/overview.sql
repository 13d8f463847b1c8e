-- Overview
-- chapter: server
-- about: This database as a whole. Rates and counts are since the statistics were last reset.
-- sees: pg_read_all_stats
-- facts: yes
-- column database: Database
-- column version: PostgreSQL
-- column size: Size, bytes
-- column cache_hits: Read from cache, percent
-- column connections: Connections, count
-- column max_connections: of at most, count
-- column oldest_transaction: Oldest transaction, seconds
-- column commits: Commits, count
-- column rolled_back: Rolled back, percent
-- column deadlocks: Deadlocks, count
-- column temporary: Temporary files, bytes
-- column up_since: Up since, moment
-- column statistics_since: Statistics since, moment
select d.datname as database,
       current_setting('server_version') as version,
       pg_database_size(d.oid) as size,
       round(100.0 * d.blks_hit / nullif(d.blks_hit + d.blks_read, 0), 2) as cache_hits,
       (select count(*) from pg_stat_activity a where a.backend_type = 'client backend' or a.backend_type is null and a.usesysid is not null) as connections,
       current_setting('max_connections')::int as max_connections,
       (select round(extract(epoch from max(now() - a.xact_start)), 1) from pg_stat_activity a where a.datid = d.datid and a.pid <> pg_backend_pid()) as oldest_transaction,
       d.xact_commit as commits,
       round(100.0 * d.xact_rollback / nullif(d.xact_commit + d.xact_rollback, 0), 2) as rolled_back,
       d.deadlocks as deadlocks,
       d.temp_bytes as temporary,
       pg_postmaster_start_time() as up_since,
       d.stats_reset as statistics_since,
       concat_ws('; ', case when d.blks_hit + d.blks_read > 100000 and d.blks_hit < 0.9 * (d.blks_hit + d.blks_read)
                            then 'more than a tenth of the blocks came from outside the cache: the working set may not fit into shared_buffers' end,
                       case when d.deadlocks > 0 then d.deadlocks || ' deadlocks: the server''s log names their queries' end,
                       case when d.checksum_failures > 0 then d.checksum_failures || ' checksum failures: the storage damages pages' end) as remark
  from (select s.*, b.oid from pg_stat_database s join pg_database b on b.oid = s.datid where b.datname = current_database()) d
