-- Open transactions
-- chapter: now
-- about: The oldest first. A transaction that stays open keeps dead rows from being removed in all tables, and what it has locked.
-- sees: pg_read_all_stats
-- column pid: Process, text
-- column role: Role
-- column state: State
-- column age: Transaction, seconds, bar
-- column in_state: In this state, seconds
-- column waits_for: Waits for
-- column holds_rows: Holds back, count
-- column query: Last query, query
select a.pid::text as pid, a.usename as role, a.state,
       round(extract(epoch from clock_timestamp() - a.xact_start), 1) as age,
       round(extract(epoch from clock_timestamp() - a.state_change), 1) as in_state,
       case when a.state = 'active' then concat_ws(': ', a.wait_event_type, a.wait_event) end as waits_for,
       greatest(age(a.backend_xmin), age(a.backend_xid)) as holds_rows,
       nullif(a.query, '<insufficient privilege>') as query,
       case when a.state like 'idle in transaction%' and a.state_change < clock_timestamp() - interval '1 minute'
            then 'idle in a transaction: the program forgot to end it, or waits for somebody; idle_in_transaction_session_timeout would end it'
            when a.xact_start < clock_timestamp() - interval '5 minutes'
            then 'open for more than five minutes' end as remark
  from pg_stat_activity a
 where a.xact_start is not null and a.pid <> pg_backend_pid() and coalesce(a.backend_type, 'client backend') = 'client backend'
 order by a.xact_start, a.pid
