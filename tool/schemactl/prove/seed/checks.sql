-- check constraints of tables, with the columns that they look at
select k.conrelid::int8 as table,
       pg_get_expr(k.conbin, k.conrelid) as expression,
       (select coalesce(array_agg(quote_ident(a.attname) order by a.attnum), '{}') from pg_attribute a
         where a.attrelid = k.conrelid and a.attnum = any (k.conkey)) as columns,
       -- what the functions say that it calls
       (select coalesce(string_agg(p.prosrc, ' ' order by p.oid), '') from pg_depend d join pg_proc p on p.oid = d.refobjid
         where d.classid = 'pg_constraint'::regclass and d.objid = k.oid and d.refclassid = 'pg_proc'::regclass) as said
  from pg_constraint k
  join pg_class c on c.oid = k.conrelid
  join pg_namespace n on n.oid = c.relnamespace
 where k.contype = 'c' and c.relkind = 'r'
   and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
 order by k.conrelid, k.conname
