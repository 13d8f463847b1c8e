-- who needs objects that have no stand-in: `(classids, objids, reasons)` are arrays of equal length; three examples are enough
select distinct pg_catalog.pg_describe_object(d.refclassid, d.refobjid, 0) as what, u.why,
       pg_catalog.pg_describe_object(d.classid, d.objid, d.objsubid) as needed_by
  from pg_catalog.pg_depend d
  join (select unnest(%s::int8[])::pg_catalog.oid as classid, unnest(%s::int8[])::pg_catalog.oid as objid, unnest(%s::text[]) as why) u
    on (d.refclassid, d.refobjid) = (u.classid, u.objid)
 where d.deptype in ('n', 'a')
   -- parts of an operator family belong to it
   and d.classid not in ('pg_catalog.pg_amop'::pg_catalog.regclass, 'pg_catalog.pg_amproc'::pg_catalog.regclass)
   and not exists (select from pg_catalog.pg_depend m where (m.classid, m.objid) = (d.classid, d.objid) and m.deptype in ('e', 'i'))
 order by 1, 3
 limit 3
