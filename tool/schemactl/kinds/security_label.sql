-- security labels
select format('%s: %s %s', l.provider, l.objtype, l.objname) as identity,
       jsonb_build_array('pg_seclabel'::regclass::oid::int8, l.objoid::int8, l.objsubid) as address,
       jsonb_build_array(l.classoid::oid::int8, l.objoid::int8, l.objsubid) as parent,
       quote_ident(l.provider) as provider,
       l.objtype as object_type,
       l.objname as object,
       l.label
  from pg_seclabels l
 where l.objoid >= 16384
 order by 1
