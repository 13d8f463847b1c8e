-- Sequences and integer keys
-- chapter: limits
-- about: How much of a sequence, or of the integer column that it fills, is used up. The fullest first.
-- column sequence: Sequence
-- column fills: Fills
-- column type: Column's type
-- column last: Last value, count
-- column ends_at: Ends at, count
-- column used: Used, percent, bar
with owned as (
    select d.objid, format('%s.%I', d.refobjid::regclass, a.attname) as fills, a.atttypid, format_type(a.atttypid, a.atttypmod) as type
      from pg_depend d join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
     where d.classid = 'pg_class'::regclass and d.refclassid = 'pg_class'::regclass and d.deptype in ('a', 'i')
), named as (
    -- a default that calls a sequence which the column does not own
    select d.refobjid as objid, format('%s.%I', f.adrelid::regclass, a.attname) as fills, a.atttypid, format_type(a.atttypid, a.atttypmod) as type
      from pg_depend d join pg_attrdef f on f.oid = d.objid join pg_attribute a on a.attrelid = f.adrelid and a.attnum = f.adnum
     where d.classid = 'pg_attrdef'::regclass and d.refclassid = 'pg_class'::regclass
), ends as (
    select n.nspname as schema, format('%I.%I', n.nspname, c.relname) as sequence, f.fills, f.type,
           case when has_sequence_privilege(c.oid, 'select,usage') then pg_sequence_last_value(c.oid) end as last, s.seqcycle as cycle,
           s.seqstart as start_value, s.seqincrement as increment_by,
           case when s.seqincrement < 0 then s.seqmin
                else least(s.seqmax, case f.atttypid when 'int2'::regtype then 32767 when 'int4'::regtype then 2147483647 end) end as ends_at
      from pg_sequence s
      join pg_class c on c.oid = s.seqrelid and not pg_is_other_temp_schema(c.relnamespace)
      join pg_namespace n on n.oid = c.relnamespace
      left join (select * from owned union select * from named) f on f.objid = c.oid
), usage as (
    select e.*, round(100.0 * case when increment_by < 0 then (start_value::numeric - last) / nullif(start_value::numeric - ends_at, 0)
                                   else last::numeric / nullif(ends_at, 0) end, 1) as used
      from ends e
)
select schema, sequence, fills, type, last, ends_at, used,
       case when used > 75 and not cycle then 'near its end: make the column and the sequence bigint before it is reached' end as remark
  from usage
 order by used desc nulls last, sequence, fills
