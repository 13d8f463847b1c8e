-- domains; their checks are constraints
select format('%I.%I', n.nspname, t.typname) as identity,
       jsonb_build_array('pg_type'::regclass::oid::int8, t.oid::int8, 0) as address,
       jsonb_build_array('pg_namespace'::regclass::oid::int8, n.oid::int8, 0) as parent,
       format_type(t.typbasetype, t.typtypmod) as type,
       case when t.typcollation <> b.typcollation then t.typcollation::regcollation::text end as collation,
       pg_get_expr(t.typdefaultbin, 0) as default,
       t.typnotnull as not_null,
       -- a name of its own counts since PostgreSQL 18
       case when nn.name <> t.typname || '_not_null' and current_setting('server_version_num')::integer >= 180000
            then quote_ident(nn.name) end as not_null_name,
       quote_ident(nn.name) as not_null_constraint
  from pg_type t
  join pg_namespace n on n.oid = t.typnamespace
  join pg_type b on b.oid = t.typbasetype
  left join lateral (select k.conname::text as name from pg_constraint k where k.contypid = t.oid and k.contype = 'n') nn on true
 where t.typtype = 'd'
   and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
   and not exists (select from pg_depend d where d.classid = 'pg_type'::regclass and d.objid = t.oid and d.deptype = 'e')
 order by 1
