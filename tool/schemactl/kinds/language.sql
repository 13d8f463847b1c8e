-- procedural languages made by hand
select quote_ident(l.lanname) as identity,
       jsonb_build_array('pg_language'::regclass::oid::int8, l.oid::int8, 0) as address,
       null as parent,
       l.lanpltrusted as trusted,
       nullif(l.lanplcallfoid, 0)::regproc::text as handler,
       nullif(l.laninline, 0)::regproc::text as inline,
       nullif(l.lanvalidator, 0)::regproc::text as validator
  from pg_language l
 where l.lanispl
   and not exists (select from pg_depend d where d.classid = 'pg_language'::regclass and d.objid = l.oid and d.deptype = 'e')
 order by 1
