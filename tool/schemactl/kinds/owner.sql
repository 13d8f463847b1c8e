-- who owns what
with owned (classid, objid, owner) as (
    select 'pg_class'::regclass, c.oid, c.relowner from pg_class c where c.relkind in ('r', 'p', 'v', 'm', 'f')
       -- a sequence that a column owns has the table's owner
        or c.relkind = 'S' and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid
                                              and d.refclassid = 'pg_class'::regclass and d.refobjsubid > 0 and d.deptype in ('a', 'i'))
    union all select 'pg_namespace'::regclass, oid, nspowner from pg_namespace
    union all select 'pg_proc'::regclass, oid, proowner from pg_proc
    union all select 'pg_type'::regclass, t.oid, t.typowner from pg_type t left join pg_class c on c.oid = t.typrelid
     where t.typtype in ('e', 'd', 'r', 'b') and t.typelem = 0 or c.relkind = 'c'
    union all select 'pg_operator'::regclass, oid, oprowner from pg_operator
    union all select 'pg_opclass'::regclass, oid, opcowner from pg_opclass
    union all select 'pg_opfamily'::regclass, oid, opfowner from pg_opfamily
    union all select 'pg_collation'::regclass, oid, collowner from pg_collation
    union all select 'pg_conversion'::regclass, oid, conowner from pg_conversion
    union all select 'pg_language'::regclass, oid, lanowner from pg_language
    union all select 'pg_ts_config'::regclass, oid, cfgowner from pg_ts_config
    union all select 'pg_ts_dict'::regclass, oid, dictowner from pg_ts_dict
    union all select 'pg_statistic_ext'::regclass, oid, stxowner from pg_statistic_ext
    union all select 'pg_foreign_data_wrapper'::regclass, oid, fdwowner from pg_foreign_data_wrapper
    union all select 'pg_foreign_server'::regclass, oid, srvowner from pg_foreign_server
    union all select 'pg_event_trigger'::regclass, oid, evtowner from pg_event_trigger
    union all select 'pg_publication'::regclass, oid, pubowner from pg_publication
    union all select 'pg_subscription'::regclass, oid, subowner from pg_subscription
     where subdbid = (select oid from pg_database where datname = current_database())
)
select format('%s %s', i.type, i.identity) as identity,
       jsonb_build_array('pg_authid'::regclass::oid::int8, o.objid::int8, o.classid::oid::int8) as address,
       jsonb_build_array(o.classid::oid::int8, o.objid::int8, 0) as parent,
       i.type as object_type,
       i.identity as object,
       quote_ident(r.rolname) as role
  from owned o
  join pg_roles r on r.oid = o.owner
  cross join lateral pg_identify_object(o.classid, o.objid, 0) i
 where (o.objid >= 16384 or o.classid = 'pg_namespace'::regclass and o.objid = to_regnamespace('public'))
   and coalesce(i.schema, '') !~ '^pg_' and coalesce(i.schema, '') <> 'information_schema'
   and not exists (select from pg_depend d where d.classid = o.classid and d.objid = o.objid and d.deptype = 'e')
 order by 1
