-- attributes of composite types, those of tables' row types among them; `shape` is the composite type that an attribute is made of
with recursive made_of (oid, shape) as (
    select t.oid, t.oid from pg_type t where t.typtype = 'c' and t.oid >= 16384
    union all
    select t.oid, m.shape from made_of m
      join pg_type t on m.oid = case when t.typtype = 'd' then t.typbasetype when t.typcategory = 'A' then t.typelem else 0 end
)
select t.oid::int8 as oid,
       a.attname::text as name,
       a.attnum as number,
       format_type(a.atttypid, a.atttypmod) as type,
       coalesce(m.shape, 0)::int8 as shape
  from pg_type t
  join pg_attribute a on a.attrelid = t.typrelid and a.attnum > 0 and not a.attisdropped
  left join made_of m on m.oid = a.atttypid
 where t.typtype = 'c' and t.oid >= 16384
 order by t.oid, a.attnum
