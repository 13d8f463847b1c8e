-- constraints of tables and domains; one that a partition has from its parent is known by the parent's, so that its own name may differ
select case when k.conparentid <> 0
            then format('%s of %I.%I', pn.name, n.nspname, r.name)
            else format('%I.%I.%I', n.nspname, r.name, k.conname) end as identity,
       jsonb_build_array('pg_constraint'::regclass::oid::int8, k.oid::int8, 0) as address,
       case when k.conrelid <> 0 then jsonb_build_array('pg_class'::regclass::oid::int8, k.conrelid::int8, 0)
            else jsonb_build_array('pg_type'::regclass::oid::int8, k.contypid::int8, 0) end as parent,
       format('%I.%I', n.nspname, r.name) as on,
       k.contypid <> 0 as on_domain,
       quote_ident(k.conname) as name,
       k.contype as type,
       regexp_replace(d.text, '( NOT ENFORCED| NOT VALID)$', '') as definition,
       -- since PostgreSQL 18
       d.text !~ ' NOT ENFORCED$' as enforced,
       k.convalidated or d.text ~ ' NOT ENFORCED$' as validated,
       k.conparentid <> 0 as attached,
       k.coninhcount > 0 and k.conparentid = 0 as inherited,
       k.conislocal as local
  from pg_constraint k
  cross join pg_get_constraintdef(k.oid) d (text)
  cross join lateral (
        select c.relname, c.relnamespace from pg_class c where c.oid = k.conrelid and c.relkind in ('r', 'p', 'f')
        union all
        select t.typname, t.typnamespace from pg_type t where t.oid = k.contypid) as r (name, namespace)
  join pg_namespace n on n.oid = r.namespace
  left join lateral (
        select format('%I.%I.%I', qn.nspname, qc.relname, q.conname) as name
          from pg_constraint q join pg_class qc on qc.oid = q.conrelid join pg_namespace qn on qn.oid = qc.relnamespace
         where q.oid = k.conparentid) pn on true
 where k.contype in ('p', 'u', 'c', 'f', 'x')
   -- a foreign key that refers to a partitioned table has a row for each partition of it on the referring side's table itself
   and not exists (select from pg_constraint q where q.oid = k.conparentid and q.conrelid = k.conrelid)
   and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
 order by n.nspname, r.name, k.contype = 'f', k.contype <> 'p', k.conname
