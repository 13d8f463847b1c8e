-- For a replica: reads only what is replicated, and says whether the answer comes from one and how far that one has come.
create view analytics.freshness with (security_invoker = true) as
select m.matviewname as relation,
       l.started_at as refreshed_at,
       l.duration,
       pg_is_in_recovery() as from_replica,
       pg_last_xact_replay_timestamp() as replayed_until
  from pg_catalog.pg_matviews m
  left join lateral (select r.started_at, r.duration
                       from analytics.refresh_log r
                      where r.relation = m.matviewname
                      order by r.started_at desc
                      limit 1) l on true
 where m.schemaname = 'analytics';

comment on view analytics.freshness is 'As of when the figures of each materialized view are, on the server that is asked.';
comment on column analytics.freshness.refreshed_at is 'Start of the last refresh: what came later is not in the figures. Null before the first.';
comment on column analytics.freshness.replayed_until is 'Commit time of the last transaction that a replica has replayed; null on the primary.';

grant select on analytics.freshness to service_role;
