-- Settings that matter
-- chapter: settings
-- about: As a new session of this role has them, and where each was set.
-- column name: Setting
-- column value: Value
-- column set_in: Set in
-- column at_first: As shipped
select s.name, v.value,
       -- what our own session set is no setting of anybody's
       nullif(s.source, 'session') as set_in, v.at_first,
       case when s.pending_restart then 'changed in a file: waits for a restart'
            when s.name in ('fsync', 'full_page_writes') and s.reset_val = 'off' then 'a power failure can destroy the database'
            when s.name in ('autovacuum', 'track_counts') and s.reset_val = 'off' then 'nothing removes dead rows and nothing keeps statistics'
            when s.name = 'idle_in_transaction_session_timeout' and s.reset_val = '0' then 'a forgotten transaction stays open for ever'
            when s.name = 'password_encryption' and s.reset_val = 'md5' then 'md5 is broken: scram-sha-256'
            when s.name = 'track_io_timing' and s.reset_val = 'off' then 'while it is off, `schemactl slow --by io` knows blocks and no times' end as remark
  from pg_settings s
 cross join lateral (
    select max(t.said) filter (where t.place = 1) as value, max(t.said) filter (where t.place = 2) as at_first
      from (select place, case when raw in ('0', '-1') then raw
                               when s.unit ~ 'B$' then pg_size_pretty(raw::bigint * pg_size_bytes(regexp_replace(s.unit, '^(?=[^0-9])', '1')))
                               else concat_ws(' ', raw, s.unit) end as said
              from (values (1, s.reset_val), (2, s.boot_val)) as r (place, raw)) t) v
 where s.name in (
    'autovacuum', 'autovacuum_max_workers', 'autovacuum_vacuum_cost_limit', 'autovacuum_vacuum_scale_factor', 'checkpoint_timeout',
    'default_statistics_target', 'effective_cache_size', 'effective_io_concurrency', 'fsync', 'full_page_writes', 'huge_pages',
    'idle_in_transaction_session_timeout', 'jit', 'lock_timeout', 'log_lock_waits', 'log_min_duration_statement', 'maintenance_work_mem',
    'max_connections', 'max_parallel_workers', 'max_replication_slots', 'max_slot_wal_keep_size', 'max_wal_size', 'max_worker_processes',
    'password_encryption', 'random_page_cost', 'shared_buffers', 'shared_preload_libraries', 'ssl', 'statement_timeout', 'synchronous_commit',
    'track_counts', 'track_io_timing', 'wal_level', 'work_mem')
 order by (s.reset_val is not distinct from s.boot_val), s.name
