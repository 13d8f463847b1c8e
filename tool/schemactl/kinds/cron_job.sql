-- jobs of pg_cron that have a name, of this database and of whoever asks
select quote_ident(j.jobname) as identity,
       jsonb_build_array('cron.job'::regclass::oid::int8, j.jobid::int8, 0) as address,
       null as parent,
       j.jobname as name,
       j.schedule as schedule,
       j.command as command,
       j.active as active
  from cron.job j
 where j.jobname is not null
   -- empty: a stand-in's
   and j.database in (current_database(), '')
   and j.username = current_user
 order by 1
