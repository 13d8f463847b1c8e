-- what switches off, and on as it was, each trigger that a truncate of a table of the current role fires
select format('alter table %s disable trigger %I', t.tgrelid::pg_catalog.regclass, t.tgname) as off,
       format('alter table %s enable%s trigger %I', t.tgrelid::pg_catalog.regclass,
              case t.tgenabled when 'R' then ' replica' when 'A' then ' always' else '' end, t.tgname) as "on"
  from pg_catalog.pg_trigger t
  join pg_catalog.pg_class c on c.oid = t.tgrelid
 where not t.tgisinternal
   and t.tgenabled <> 'D'
   and t.tgtype & 32 <> 0
   and pg_catalog.pg_has_role(c.relowner, 'usage')
 order by t.tgrelid::pg_catalog.regclass::text, t.tgname
