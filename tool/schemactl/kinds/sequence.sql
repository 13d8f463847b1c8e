-- sequences; one that an identity column made is the column's and known by that, so that its own name may differ
select case when d.deptype = 'i' then format('%s.%I', d.refobjid::regclass, a.attname) else format('%I.%I', n.nspname, c.relname) end as identity,
       jsonb_build_array('pg_class'::regclass::oid::int8, c.oid::int8, 0) as address,
       case when d.deptype = 'i' then jsonb_build_array('pg_class'::regclass::oid::int8, d.refobjid::int8, d.refobjsubid)
            else jsonb_build_array('pg_namespace'::regclass::oid::int8, n.oid::int8, 0) end as parent,
       format('%I.%I', n.nspname, c.relname) as name,
       format_type(s.seqtypid, null) as type,
       s.seqstart as start,
       s.seqincrement as increment,
       s.seqmin as minimum,
       s.seqmax as maximum,
       s.seqcache as cache,
       s.seqcycle as cycle,
       c.relpersistence as persistence,
       coalesce(d.deptype = 'i', false) as is_identity
  from pg_sequence s
  join pg_class c on c.oid = s.seqrelid
  join pg_namespace n on n.oid = c.relnamespace
  left join pg_depend d on d.classid = 'pg_class'::regclass and d.objid = c.oid and d.objsubid = 0
        and d.refclassid = 'pg_class'::regclass and d.refobjsubid > 0 and d.deptype = 'i'
  left join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
 where n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
   and not exists (select from pg_depend e where e.classid = 'pg_class'::regclass and e.objid = c.oid and e.deptype = 'e')
 order by 1
