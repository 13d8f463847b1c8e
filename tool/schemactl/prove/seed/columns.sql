-- their columns
select a.attrelid::int8 as table,
       quote_ident(a.attname) as name,
       format_type(a.atttypid, a.atttypmod) as type,
       a.atttypid::int8 as type_oid,
       a.atttypmod as modifier,
       not a.attnotnull as nullable,
       a.attidentity <> '' or (a.attgenerated = '' and coalesce(pg_get_expr(d.adbin, d.adrelid) ~ '^nextval\(', false)) as counted,
       case when a.attgenerated <> '' then pg_get_expr(d.adbin, d.adrelid) else '' end as generated
  from pg_attribute a
  join pg_class c on c.oid = a.attrelid
  join pg_namespace n on n.oid = c.relnamespace
  left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
 where c.relkind = 'r' and a.attnum > 0 and not a.attisdropped
   and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
 order by a.attrelid, a.attnum
