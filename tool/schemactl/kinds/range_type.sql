-- range types, each with the multirange type that belongs to it
select format('%I.%I', n.nspname, t.typname) as identity,
       jsonb_build_array('pg_type'::regclass::oid::int8, t.oid::int8, 0) as address,
       jsonb_build_array('pg_namespace'::regclass::oid::int8, n.oid::int8, 0) as parent,
       format_type(r.rngsubtype, null) as subtype,
       (select format('%I.%I', onn.nspname, o.opcname) from pg_opclass o join pg_namespace onn on onn.oid = o.opcnamespace
         where o.oid = r.rngsubopc and not o.opcdefault) as subtype_opclass,
       case when r.rngcollation <> s.typcollation then r.rngcollation::regcollation::text end as collation,
       nullif(r.rngcanonical, 0)::regproc::text as canonical,
       nullif(r.rngsubdiff, 0)::regproc::text as subtype_diff,
       (select format('%I.%I', mn.nspname, m.typname) from pg_type m join pg_namespace mn on mn.oid = m.typnamespace
         where m.oid = r.rngmultitypid) as multirange
  from pg_range r
  join pg_type t on t.oid = r.rngtypid
  join pg_type s on s.oid = r.rngsubtype
  join pg_namespace n on n.oid = t.typnamespace
 where n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
   and not exists (select from pg_depend d where d.classid = 'pg_type'::regclass and d.objid = t.oid and d.deptype = 'e')
 order by 1
