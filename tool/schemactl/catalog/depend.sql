-- which object needs which, as addresses that facts have: a view's rule is the view, a row type its table, an array type its element,
-- a generated column's expression the column, a table in a publication the publication, a member of an extension the extension
with alias (classid, objid, to_class, to_obj, to_sub) as materialized (
    select 'pg_rewrite'::regclass::oid, r.oid, 'pg_class'::regclass::oid, r.ev_class, 0
      from pg_rewrite r where r.rulename = '_RETURN' and r.oid >= 16384
    union all
    select 'pg_type'::regclass, t.oid, 'pg_class'::regclass, t.typrelid, 0
      from pg_type t join pg_class c on c.oid = t.typrelid and c.relkind <> 'c' where t.oid >= 16384
    union all
    select 'pg_type'::regclass, a.oid,
           case when c.oid is null then 'pg_type'::regclass else 'pg_class'::regclass end, coalesce(c.oid, e.oid), 0
      from pg_type a join pg_type e on e.typarray = a.oid left join pg_class c on c.oid = e.typrelid and c.relkind <> 'c'
     where a.oid >= 16384
    union all
    select 'pg_type'::regclass, r.rngmultitypid, 'pg_type'::regclass, r.rngtypid, 0 from pg_range r where r.rngtypid >= 16384
    union all
    select 'pg_class'::regclass, c.oid, 'pg_type'::regclass, c.reltype, 0 from pg_class c where c.relkind = 'c' and c.oid >= 16384
    union all
    select 'pg_attrdef'::regclass, d.oid, 'pg_class'::regclass, d.adrelid, d.adnum
      from pg_attrdef d join pg_attribute a on a.attrelid = d.adrelid and a.attnum = d.adnum where a.attgenerated <> ''
    union all
    select 'pg_publication_rel'::regclass, r.oid, 'pg_publication'::regclass, r.prpubid, 0 from pg_publication_rel r
    union all
    select d.classid, d.objid, d.refclassid, d.refobjid, 0 from pg_depend d where d.deptype = 'e' and d.objid >= 16384
)
select distinct
       jsonb_build_array(coalesce(a.to_class, d.classid)::int8, coalesce(a.to_obj, d.objid)::int8, coalesce(a.to_sub, d.objsubid)) as address,
       jsonb_build_array(coalesce(b.to_class, d.refclassid)::int8, coalesce(b.to_obj, d.refobjid)::int8, coalesce(b.to_sub, d.refobjsubid)) as needs_address
  from pg_depend d
  left join alias a on a.classid = d.classid and a.objid = d.objid and (d.objsubid = 0 or a.to_class <> 'pg_type'::regclass)
  left join alias b on b.classid = d.refclassid and b.objid = d.refobjid and (d.refobjsubid = 0 or b.to_class <> 'pg_type'::regclass)
 where d.objid >= 16384 and d.refobjid >= 16384 and d.deptype <> 'e'
   -- a publication needs the columns that it names; a table it merely has may go
   and (d.classid <> 'pg_publication_rel'::regclass or d.refobjsubid > 0)
