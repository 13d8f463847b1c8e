create table analytics.refresh_log (
    id uuid primary key default gen_random_uuid(),
    relation name not null,
    started_at timestamptz not null,
    duration interval not null,
    constraint refresh_log_duration_not_negative check (duration >= interval '0')
);

comment on table analytics.refresh_log is 'When a materialized view was brought up to date and how long it took; a refresh that fails leaves its error in the server''s log.';

-- the newest refresh of each
create index refresh_log_newest_idx on analytics.refresh_log (relation, started_at desc);

alter table analytics.refresh_log enable row level security;

-- refresh() writes, as the owner
create policy refresh_log_select_service on analytics.refresh_log for select to service_role using (true);

grant select on analytics.refresh_log to service_role;
