-- Replication slots
-- chapter: replication
-- about: A slot keeps write-ahead log until its reader has it; one that nobody reads fills the disk.
-- column slot: Slot
-- column kind: Kind
-- column database: Database
-- column active: Active, flag
-- column keeps: Keeps, bytes, bar
-- column may_keep: May keep more, bytes
-- column state: Log
-- column inactive_since: Inactive since, moment
with here as (
    select case when pg_is_in_recovery() then pg_last_wal_replay_lsn() else pg_current_wal_lsn() end as lsn
)
select quote_ident(s.slot_name) as slot, concat_ws(' ', case when s.temporary then 'temporary' end, s.slot_type, s.plugin) as kind, s.database,
       s.active, pg_wal_lsn_diff(here.lsn, s.restart_lsn) as keeps, s.safe_wal_size as may_keep, s.wal_status as state,
       -- since PostgreSQL 17
       to_jsonb(s) ->> 'inactive_since' as inactive_since,
       case when s.wal_status in ('lost', 'unreserved') then 'its log is gone or goes at the next checkpoint: the reader must start anew'
            when not s.active and pg_wal_lsn_diff(here.lsn, s.restart_lsn) > 1024 * 1024 * 1024
            then 'nobody reads it, and it keeps more than 1 GB of log: start its reader, or pg_drop_replication_slot' end as remark
  from pg_replication_slots s cross join here
 order by keeps desc nulls last, slot
