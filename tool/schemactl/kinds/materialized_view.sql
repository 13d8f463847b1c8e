-- materialized views
select format('%I.%I', n.nspname, c.relname) as identity,
       jsonb_build_array('pg_class'::regclass::oid::int8, c.oid::int8, 0) as address,
       jsonb_build_array('pg_namespace'::regclass::oid::int8, n.oid::int8, 0) as parent,
       rtrim(pg_get_viewdef(c.oid), ';') as definition,
       (select jsonb_agg(o order by o) from unnest(c.reloptions) o) as options,
       (select a.amname from pg_am a where a.oid = c.relam) as access_method
  from pg_class c
  join pg_namespace n on n.oid = c.relnamespace
 where c.relkind = 'm'
   and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
   and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
 order by 1
