-- Replicas
-- chapter: replication
-- about: Standbys and logical subscribers that are connected, and how far behind they are. Empty where there are none.
-- sees: pg_read_all_stats
-- column client: Client
-- column role: Role
-- column address: Address
-- column state: State
-- column synchronous: Synchronous
-- column behind: Behind, bytes, bar
-- column write_lag: Write lag, seconds
-- column flush_lag: Flush lag, seconds
-- column replay_lag: Replay lag, seconds
with here as (
    select case when pg_is_in_recovery() then pg_last_wal_replay_lsn() else pg_current_wal_lsn() end as lsn
)
select coalesce(nullif(r.application_name, ''), r.pid::text) as client, r.usename as role, host(r.client_addr) as address, r.state,
       r.sync_state as synchronous, pg_wal_lsn_diff(here.lsn, r.replay_lsn) as behind,
       round(extract(epoch from r.write_lag), 1) as write_lag, round(extract(epoch from r.flush_lag), 1) as flush_lag,
       round(extract(epoch from r.replay_lag), 1) as replay_lag,
       case when r.replay_lag > interval '1 minute' then 'more than a minute behind' end as remark
  from pg_stat_replication r cross join here
 order by behind desc nulls last, client, r.pid
