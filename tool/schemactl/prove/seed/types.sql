-- the types of columns, and what those are made of
with recursive used (oid) as (
    select a.atttypid from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
     where c.relkind = 'r' and a.attnum > 0 and not a.attisdropped and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
    union
    select part.oid
      from used u
      join pg_type t on t.oid = u.oid
     cross join lateral (
        select t.typbasetype where t.typtype = 'd'
        union all select t.typelem where t.typcategory = 'A'
        union all select r.rngsubtype from pg_range r where r.rngtypid = t.oid
        union all select r.rngtypid from pg_range r where r.rngmultitypid = t.oid
        union all select a.atttypid from pg_attribute a where t.typtype = 'c' and a.attrelid = t.typrelid and a.attnum > 0 and not a.attisdropped
     ) part (oid)
)
select t.oid::int8 as oid,
       t.typname::text as name,
       t.typtype as class,
       t.typcategory as category,
       t.typtypmod as modifier,
       t.typnotnull as not_null,
       case t.typtype
           when 'd' then array[t.typbasetype::int8]
           when 'r' then (select array[r.rngsubtype::int8] from pg_range r where r.rngtypid = t.oid)
           when 'm' then (select array[r.rngtypid::int8] from pg_range r where r.rngmultitypid = t.oid)
           when 'c' then (select coalesce(array_agg(a.atttypid::int8 order by a.attnum), '{}') from pg_attribute a
                           where a.attrelid = t.typrelid and a.attnum > 0 and not a.attisdropped)
           else case when t.typcategory = 'A' then array[t.typelem::int8] else '{}' end
       end as parts,
       (select coalesce(array_agg(e.enumlabel::text order by e.enumsortorder), '{}') from pg_enum e where e.enumtypid = t.oid) as labels,
       (select coalesce(array_agg(concat_ws(' ', pg_get_constraintdef(k.oid), (
               select string_agg(p.prosrc, ' ' order by p.oid) from pg_depend d join pg_proc p on p.oid = d.refobjid
                where d.classid = 'pg_constraint'::regclass and d.objid = k.oid and d.refclassid = 'pg_proc'::regclass)) order by k.conname), '{}') from pg_constraint k
         where k.contypid = t.oid and k.contype = 'c') as checks
  from used u
  join pg_type t on t.oid = u.oid
 order by t.oid
