-- foreign keys; those that PostgreSQL keeps beside one for the partitions of what it refers to are left out
select k.conrelid::int8 as table,
       k.confrelid::int8 as target,
       k.confrelid::regclass::text as target_name,
       coalesce((select array_agg(distinct t.relid::oid::int8) from pg_partition_tree(k.confrelid) t where t.isleaf), array[k.confrelid::int8]) as leaves,
       (select array_agg(quote_ident(a.attname) order by u.place) from unnest(k.conkey) with ordinality u (number, place)
          join pg_attribute a on a.attrelid = k.conrelid and a.attnum = u.number) as columns,
       (select array_agg(quote_ident(a.attname) order by u.place) from unnest(k.confkey) with ordinality u (number, place)
          join pg_attribute a on a.attrelid = k.confrelid and a.attnum = u.number) as target_columns,
       k.confmatchtype = 'f' as full_match,
       k.condeferrable as deferrable
  from pg_constraint k
  join pg_class c on c.oid = k.conrelid
  join pg_namespace n on n.oid = c.relnamespace
  left join pg_constraint above on above.oid = k.conparentid and above.conrelid = k.conrelid
 where k.contype = 'f' and c.relkind = 'r' and above.oid is null
   and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
 order by k.conrelid, k.conname
