-- operators; a shell that another operator's commutator or negator made has no function and is no fact
select o.oid::regoperator::text as identity,
       jsonb_build_array('pg_operator'::regclass::oid::int8, o.oid::int8, 0) as address,
       jsonb_build_array('pg_namespace'::regclass::oid::int8, n.oid::int8, 0) as parent,
       format('%I.%s', n.nspname, o.oprname) as name,
       (select jsonb_agg(clause order by ordinal) from (values
          (1, 'function = ' || o.oprcode::oid::regproc),
          (2, 'leftarg = ' || format_type(nullif(o.oprleft, 0), null)),
          (3, 'rightarg = ' || format_type(o.oprright, null))
        ) as c (ordinal, clause) where clause is not null) as signature,
       (select format('operator(%I.%s)', cn.nspname, c.oprname) from pg_operator c join pg_namespace cn on cn.oid = c.oprnamespace where c.oid = o.oprcom) as commutator,
       (select format('operator(%I.%s)', cn.nspname, c.oprname) from pg_operator c join pg_namespace cn on cn.oid = c.oprnamespace where c.oid = o.oprnegate) as negator,
       nullif(o.oprrest::oid, 0)::regproc::text as restrict,
       nullif(o.oprjoin::oid, 0)::regproc::text as join,
       o.oprcanhash as hashes,
       o.oprcanmerge as merges
  from pg_operator o
  join pg_namespace n on n.oid = o.oprnamespace
 where o.oprcode <> 0
   and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
   and not exists (select from pg_depend d where d.classid = 'pg_operator'::regclass and d.objid = o.oid and d.deptype = 'e')
 order by 1
