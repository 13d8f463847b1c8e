-- collations; what the locale is called moved between columns from version to version
select format('%I.%I', n.nspname, c.collname) as identity,
       jsonb_build_array('pg_collation'::regclass::oid::int8, c.oid::int8, 0) as address,
       jsonb_build_array('pg_namespace'::regclass::oid::int8, n.oid::int8, 0) as parent,
       case c.collprovider when 'i' then 'icu' when 'b' then 'builtin' else 'libc' end as provider,
       coalesce(to_jsonb(c) ->> 'colllocale', to_jsonb(c) ->> 'colliculocale') as locale,
       c.collcollate as lc_collate,
       c.collctype as lc_ctype,
       c.collisdeterministic as deterministic,
       -- since PostgreSQL 16
       to_jsonb(c) ->> 'collicurules' as rules
  from pg_collation c
  join pg_namespace n on n.oid = c.collnamespace
 where n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
   and not exists (select from pg_depend d where d.classid = 'pg_collation'::regclass and d.objid = c.oid and d.deptype = 'e')
 order by 1
