-- tables that hold rows, with their columns; `root` is the table that the rows of partitions and inheritance children are counted with
with recursive above (oid, root) as (
    select c.oid, c.oid from pg_class c where c.relkind in ('r', 'p')
    union
    select a.oid, i.inhparent from above a join pg_inherits i on i.inhrelid = a.root
),
tops as (
    select a.oid, min(a.root) as root from above a where not exists (select from pg_inherits i where i.inhrelid = a.root) group by a.oid
),
-- types that are composite, or domains over such, or arrays of them
made_of (oid, shape) as (
    select t.oid, t.oid from pg_type t where t.typtype = 'c' and t.oid >= 16384
    union all
    select t.oid, m.shape from made_of m
      join pg_type t on m.oid = case when t.typtype = 'd' then t.typbasetype when t.typcategory = 'A' then t.typelem else 0 end
)
select c.oid::int8 as oid,
       format('%I.%I', n.nspname, c.relname) as name,
       r.oid::int8 as root_oid,
       format('%I.%I', m.nspname, r.relname) as root,
       quote_ident(n.nspname) as schema,
       c.relispartition as partition,
       c.relforcerowsecurity and c.relrowsecurity as forced,
       (select coalesce(jsonb_agg(jsonb_build_array(a.attnum, quote_ident(a.attname), format_type(a.atttypid, a.atttypmod), a.attgenerated <> '', coalesce(o.shape, 0)::int8) order by a.attnum), '[]')
          from pg_attribute a left join made_of o on o.oid = a.atttypid
         where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns
  from pg_class c
  join pg_namespace n on n.oid = c.relnamespace
  join tops on tops.oid = c.oid
  join pg_class r on r.oid = tops.root
  join pg_namespace m on m.oid = r.relnamespace
 where c.relkind = 'r' and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
 order by n.nspname, c.relname
