-- Connections
-- chapter: now
-- about: Sessions by role, program and state, against max_connections.
-- sees: pg_read_all_stats
-- column role: Role
-- column program: Program
-- column state: State
-- column connections: Connections, count, bar
-- column share: Of all slots, percent
-- column oldest: Oldest session, seconds
with sessions as (
    select coalesce(usename::text, '–') as role, coalesce(nullif(left(application_name, 40), ''), '–') as program,
           coalesce(state, 'cannot tell') as state, backend_start
      from pg_stat_activity
     -- without pg_read_all_stats another role's session shows little more than its role
     where backend_type = 'client backend' or backend_type is null and usesysid is not null
), slots as (
    -- since PostgreSQL 16 there are two reserves
    select sum(setting::int) filter (where name = 'max_connections') as at_most,
           sum(setting::int) filter (where name in ('superuser_reserved_connections', 'reserved_connections')) as reserved,
           (select count(*) from sessions) as taken
      from pg_settings where name in ('max_connections', 'superuser_reserved_connections', 'reserved_connections')
)
select s.role, s.program, s.state, count(*) as connections,
       round(100.0 * count(*) / l.at_most, 1) as share,
       round(extract(epoch from max(now() - s.backend_start)), 1) as oldest,
       case when row_number() over (order by count(*) desc, s.role, s.program, s.state) = 1 and l.taken > 0.8 * (l.at_most - l.reserved)
            then format('%s of %s slots are taken: pool connections', l.taken, l.at_most - l.reserved) end as remark
  from sessions s cross join slots l
 group by s.role, s.program, s.state, l.at_most, l.reserved, l.taken
 order by count(*) desc, s.role, s.program, s.state
