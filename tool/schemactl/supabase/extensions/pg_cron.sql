-- version 1.6.4, schema pg_catalog
create schema cron;
create sequence cron.jobid_seq;
create sequence cron.runid_seq;
create table cron.job (
    jobid bigint primary key default nextval('cron.jobid_seq'), schedule text not null, command text not null,
    nodename text not null default 'localhost', nodeport integer not null default coalesce(inet_server_port(), 5432),
    database text not null default '', username text not null default current_user, active boolean not null default true, jobname text,
    constraint jobname_username_uniq unique (jobname, username)
);
create table cron.job_run_details (
    jobid bigint, runid bigint primary key default nextval('cron.runid_seq'), job_pid integer, database text, username text, command text,
    status text, return_message text, start_time timestamptz, end_time timestamptz
);
-- jobs belong to whoever is logged in, and the library writes them with rights of its own; here to no database by name, as copies have others
create function cron.schedule(schedule text, command text) returns bigint language sql security definer
    as $$ insert into cron.job (schedule, command, username) values ($1, $2, session_user) returning jobid $$;
create function cron.schedule(job_name text, schedule text, command text) returns bigint language sql security definer
    as $$ insert into cron.job (jobname, schedule, command, username) values ($1, $2, $3, session_user)
          on conflict on constraint jobname_username_uniq do update set schedule = excluded.schedule, command = excluded.command returning jobid $$;
create function cron.schedule_in_database(
    job_name text, schedule text, command text, database text, username text default null, active boolean default true)
    returns bigint language sql security definer
    as $$ insert into cron.job (jobname, schedule, command, database, username, active)
          values ($1, $2, $3, $4, coalesce($5, session_user), $6) returning jobid $$;
create function cron.unschedule(job_id bigint) returns boolean language sql security definer
    as $$ delete from cron.job where jobid = $1 and username = session_user returning true $$;
create function cron.unschedule(job_name text) returns boolean language sql security definer
    as $$ delete from cron.job where jobname = $1 and username = session_user returning true $$;
create function cron.alter_job(
    job_id bigint, schedule text default null, command text default null, database text default null, username text default null,
    active boolean default null)
    returns void language sql security definer
    as $$ update cron.job set schedule = coalesce($2, schedule), command = coalesce($3, command), active = coalesce($6, active)
           where jobid = $1 and username = session_user $$;
grant usage on schema cron to pg_database_owner;
grant select on cron.job, cron.job_run_details to pg_database_owner;
