-- which table is a partition of which, with its bound; the parent of the fact is the partition itself
select format('%I.%I', n.nspname, c.relname) as identity,
       -- no catalog row of its own that anything could depend on: the address is pg_inherits'
       jsonb_build_array('pg_inherits'::regclass::oid::int8, c.oid::int8, 0) as address,
       jsonb_build_array('pg_class'::regclass::oid::int8, c.oid::int8, 0) as parent,
       i.inhparent::regclass::text as of_table,
       jsonb_build_array('pg_class'::regclass::oid::int8, i.inhparent::int8, 0) as of_address,
       pg_get_expr(c.relpartbound, c.oid) as bound,
       pg_get_partition_constraintdef(c.oid) as constraint
  from pg_class c
  join pg_namespace n on n.oid = c.relnamespace
  join pg_inherits i on i.inhrelid = c.oid
 where c.relispartition and c.relkind in ('r', 'p', 'f')
   and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
 order by 1
