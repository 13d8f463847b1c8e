-- what each role may do with each object, what PostgreSQL grants by itself included; the owner is known by that word;
-- of an extension's objects only what differs from what its script left, `initial`
with object (classid, objid, objsubid, type, owner, acl) as (
    select 'pg_class'::regclass, oid, 0, case when relkind = 'S' then 's' else 'r' end::"char", relowner, relacl
      from pg_class where relkind in ('r', 'p', 'v', 'm', 'f', 'S')
    union all select 'pg_class'::regclass, a.attrelid, a.attnum, null, c.relowner, a.attacl
      from pg_attribute a join pg_class c on c.oid = a.attrelid where a.attacl is not null and not a.attisdropped
    union all select 'pg_proc'::regclass, oid, 0, 'f', proowner, proacl from pg_proc
    union all select 'pg_namespace'::regclass, oid, 0, 'n', nspowner, nspacl from pg_namespace
    union all select 'pg_type'::regclass, t.oid, 0, 'T', t.typowner, t.typacl from pg_type t left join pg_class c on c.oid = t.typrelid
     where t.typtype in ('e', 'd', 'r', 'b') and t.typelem = 0 or c.relkind = 'c'
    union all select 'pg_language'::regclass, oid, 0, 'l', lanowner, lanacl from pg_language
    union all select 'pg_foreign_data_wrapper'::regclass, oid, 0, 'F', fdwowner, fdwacl from pg_foreign_data_wrapper
    union all select 'pg_foreign_server'::regclass, oid, 0, 'S', srvowner, srvacl from pg_foreign_server
)
select format('%s %s to %s%s', i.type, coalesce(of_column.name, i.identity), g.grantee, ' by ' || g.grantor) as identity,
       jsonb_build_array('pg_init_privs'::regclass::oid::int8, o.objid::int8, o.objsubid) as address,
       case when member.objid is null then jsonb_build_array(o.classid::oid::int8, o.objid::int8, o.objsubid)
            else jsonb_build_array('pg_extension'::regclass::oid::int8, member.refobjid::int8, 0) end as parent,
       case when member.objid is not null and i.schema is not null
            then jsonb_build_array('pg_namespace'::regclass::oid::int8, to_regnamespace(i.schema)::oid::int8, 0) end as schema_address,
       i.type as object_type,
       case when o.objsubid > 0 then o.objid::regclass::text else i.identity end as object,
       case when o.objsubid > 0 then (select quote_ident(attname) from pg_attribute where attrelid = o.objid and attnum = o.objsubid) end as column,
       g.grantee,
       -- null for the owner, who grants most
       g.grantor,
       quote_ident(pg_get_userbyid(o.owner)) as owner,
       g.privileges,
       g.grantable,
       g.initial
  from object o
  left join pg_depend member on member.classid = o.classid and member.objid = o.objid and member.objsubid = 0 and member.deptype = 'e'
  left join pg_init_privs i0 on member.objid is not null and i0.classoid = o.classid and i0.objoid = o.objid and i0.objsubid = o.objsubid
  cross join lateral pg_identify_object(o.classid, o.objid, o.objsubid) i
  -- an identity column's sequence is known by the column, whatever its name
  left join lateral (
        select format('%s.%I', d.refobjid::regclass, a.attname) as name
          from pg_depend d join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
         where d.classid = 'pg_class'::regclass and d.objid = o.objid and d.deptype = 'i' and d.refobjsubid > 0 and i.type = 'sequence') of_column on true
  cross join lateral (
        select case when x.grantee = o.owner then 'owner' when x.grantee = 0 then 'public' else quote_ident(pg_get_userbyid(x.grantee)) end as grantee,
               case when x.grantor <> o.owner then quote_ident(pg_get_userbyid(x.grantor)) end as grantor,
               coalesce(jsonb_agg(distinct lower(x.privilege_type)) filter (where x.now), '[]') as privileges,
               coalesce(jsonb_agg(distinct lower(x.privilege_type)) filter (where x.now and x.is_grantable), '[]') as grantable,
               coalesce(jsonb_agg(distinct lower(x.privilege_type)) filter (where not x.now), '[]') as initial
          from (select a.*, true as now from aclexplode(case when o.type is null then o.acl else coalesce(o.acl, acldefault(o.type, o.owner)) end) a
                union all
                select a.*, false from aclexplode(case when o.type is null then i0.initprivs else coalesce(i0.initprivs, acldefault(o.type, o.owner)) end) a
                 where member.objid is not null) x
         group by 1, 2) g
 where (o.objid >= 16384 or o.classid = 'pg_namespace'::regclass and o.objid = to_regnamespace('public'))
   and coalesce(i.schema, '') !~ '^pg_' and coalesce(i.schema, '') <> 'information_schema'
   and (member.objid is null or g.privileges <> g.initial or g.grantable <> '[]')
   -- what a range type brings along has the range's grants
   and not exists (select from pg_depend d where d.classid = o.classid and d.objid = o.objid and d.deptype = 'i' and o.classid = 'pg_proc'::regclass)
 order by 1
