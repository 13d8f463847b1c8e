-- column defaults, of views too; a generated column's expression belongs to the column
select format('%I.%I.%I', n.nspname, c.relname, a.attname) as identity,
       jsonb_build_array('pg_attrdef'::regclass::oid::int8, d.oid::int8, 0) as address,
       jsonb_build_array('pg_class'::regclass::oid::int8, c.oid::int8, a.attnum) as parent,
       format('%I.%I', n.nspname, c.relname) as table,
       quote_ident(a.attname) as column,
       pg_get_expr(d.adbin, d.adrelid) as expression
  from pg_attrdef d
  join pg_attribute a on a.attrelid = d.adrelid and a.attnum = d.adnum
  join pg_class c on c.oid = d.adrelid
  join pg_namespace n on n.oid = c.relnamespace
 where a.attgenerated = '' and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
 order by 1
