-- event triggers
select quote_ident(e.evtname) as identity,
       jsonb_build_array('pg_event_trigger'::regclass::oid::int8, e.oid::int8, 0) as address,
       null as parent,
       e.evtevent as event,
       (select jsonb_agg(t order by t) from unnest(e.evttags) t) as tags,
       e.evtfoid::regproc::text as function,
       e.evtenabled as enabled,
       quote_ident(pg_get_userbyid(e.evtowner)) as made_by
  from pg_event_trigger e
 where not exists (select from pg_depend d where d.classid = 'pg_event_trigger'::regclass and d.objid = e.oid and d.deptype = 'e')
 order by 1
