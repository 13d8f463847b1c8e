-- What of a stand-in works although the library is missing: jobs are rows, and nobody runs them here. They
-- are of no database by name: its copies have others.
do $$
declare
    made record;
begin
    for made in
        select p.proname, pg_catalog.pg_get_function_arguments(p.oid) as arguments, pg_catalog.pg_get_function_result(p.oid) as result,
               body.column3 as body
          from pg_catalog.pg_proc p
          join pg_catalog.pg_language l on l.oid = p.prolang and l.lanname = 'plpgsql'
          join (values
              ('schedule', 3, 'insert into cron.job (jobname, schedule, command, username, nodeport, database) values ($1, $2, $3, session_user, 5432, '''')
                  on conflict on constraint jobname_username_uniq do update set schedule = excluded.schedule, command = excluded.command
                  returning jobid'),
              ('unschedule', 1, 'delete from cron.job where (jobid::text = $1::text or jobname = $1::text) and username = session_user returning true'),
              ('alter_job', 6, 'update cron.job set schedule = coalesce($2, schedule), command = coalesce($3, command),
                  active = coalesce($6, active) where jobid = $1 and username = session_user')
          ) body on body.column1 = p.proname and body.column2 = p.pronargs
         where p.pronamespace = 'cron'::pg_catalog.regnamespace
    loop
        execute format('create or replace function cron.%I(%s) returns %s language sql security definer as %L',
                       made.proname, made.arguments, made.result, made.body);
    end loop;
end
$$;
grant usage on schema cron to pg_database_owner;
grant select on cron.job to pg_database_owner;
