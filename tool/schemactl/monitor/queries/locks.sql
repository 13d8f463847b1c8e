-- Locks waited for
-- chapter: now
-- about: Who waits, and for whom. A session that itself waits may block others: begin with those that do not.
-- sees: pg_read_all_stats
-- column blocked: Waits, text
-- column blocked_role: Role
-- column waits: Since, seconds, bar
-- column lock: For
-- column blocked_query: Query that waits, query
-- column blocker: Blocked by, text
-- column blocker_role: Role
-- column blocker_state: State
-- column blocker_query: Last query of the blocker, query
select w.pid::text as blocked,
       wa.usename as blocked_role,
       round(extract(epoch from clock_timestamp() - w.waitstart), 1) as waits,
       concat_ws(' ', regexp_replace(regexp_replace(w.mode, 'Lock$', ''), '(?<=[a-z])(?=[A-Z])', ' ', 'g'), 'on',
                 coalesce(case when w.database = (select oid from pg_database where datname = current_database()) then w.relation::regclass::text
                               else 'relation ' || w.relation end, w.locktype)) as lock,
       nullif(wa.query, '<insufficient privilege>') as blocked_query,
       b.pid::text as blocker,
       ba.usename as blocker_role,
       case when b.pid = 0 then 'prepared transaction' else ba.state end as blocker_state,
       nullif(ba.query, '<insufficient privilege>') as blocker_query,
       case when ba.state like 'idle in transaction%' and not exists (select from pg_locks l where l.pid = b.pid and not l.granted)
            then format('the blocker does nothing: select pg_terminate_backend(%s) would end it', b.pid) end as remark
  from pg_locks w
  cross join lateral (select distinct unnest(pg_blocking_pids(w.pid)) as pid) b
  left join pg_stat_activity wa on wa.pid = w.pid
  left join pg_stat_activity ba on ba.pid = b.pid
 where not w.granted
 order by w.waitstart nulls first, w.pid, b.pid
