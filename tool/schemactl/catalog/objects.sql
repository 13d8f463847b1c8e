-- every object that a person can have made, whether some kind reads it or not
with object (classid, objid) as (
    select 'pg_class'::regclass, oid from pg_class where relkind in ('r', 'p', 'v', 'm', 'f', 'S')
    union all select 'pg_class'::regclass, indexrelid from pg_index i join pg_class c on c.oid = i.indrelid where c.relkind in ('r', 'p', 'm')
    union all select 'pg_type'::regclass, t.oid from pg_type t left join pg_class c on c.oid = t.typrelid
     where coalesce(c.relkind, 'c') = 'c' and t.typtype <> 'm' and not exists (select from pg_type e where e.typarray = t.oid)
    union all select 'pg_proc'::regclass, oid from pg_proc
    union all select 'pg_constraint'::regclass, oid from pg_constraint where contype in ('p', 'u', 'c', 'f', 'x') and conparentid = 0
    union all select 'pg_trigger'::regclass, oid from pg_trigger where not tgisinternal and tgparentid = 0
    union all select 'pg_rewrite'::regclass, oid from pg_rewrite where rulename <> '_RETURN'
    union all select 'pg_policy'::regclass, oid from pg_policy
    union all select 'pg_namespace'::regclass, oid from pg_namespace
    union all select 'pg_operator'::regclass, oid from pg_operator
    union all select 'pg_opclass'::regclass, oid from pg_opclass
    union all select 'pg_opfamily'::regclass, oid from pg_opfamily
    union all select 'pg_cast'::regclass, oid from pg_cast
    union all select 'pg_collation'::regclass, oid from pg_collation
    union all select 'pg_conversion'::regclass, oid from pg_conversion
    union all select 'pg_language'::regclass, oid from pg_language
    union all select 'pg_transform'::regclass, oid from pg_transform
    union all select 'pg_am'::regclass, oid from pg_am
    union all select 'pg_ts_config'::regclass, oid from pg_ts_config
    union all select 'pg_ts_dict'::regclass, oid from pg_ts_dict
    union all select 'pg_ts_parser'::regclass, oid from pg_ts_parser
    union all select 'pg_ts_template'::regclass, oid from pg_ts_template
    union all select 'pg_statistic_ext'::regclass, oid from pg_statistic_ext
    union all select 'pg_foreign_data_wrapper'::regclass, oid from pg_foreign_data_wrapper
    union all select 'pg_foreign_server'::regclass, oid from pg_foreign_server
    union all select 'pg_user_mapping'::regclass, umid from pg_user_mappings
    union all select 'pg_event_trigger'::regclass, oid from pg_event_trigger
    union all select 'pg_publication'::regclass, oid from pg_publication
    union all select 'pg_subscription'::regclass, oid from pg_subscription
     where subdbid = (select oid from pg_database where datname = current_database())
    union all select 'pg_default_acl'::regclass, oid from pg_default_acl
    union all select 'pg_extension'::regclass, oid from pg_extension
    union all select 'pg_largeobject'::regclass, oid from pg_largeobject_metadata
)
select jsonb_build_array(o.classid::oid::int8, o.objid::int8, 0) as address,
       i.type || ' ' || coalesce(i.identity, o.objid::text) as name,
       (select jsonb_build_array('pg_namespace'::regclass::oid::int8, n.oid::int8, 0) from pg_namespace n where quote_ident(n.nspname) = i.schema) as schema_address
  from object o
  cross join lateral pg_identify_object(o.classid, o.objid, 0) i
 where o.objid >= 16384
   and coalesce(i.schema, '') !~ '^pg_' and coalesce(i.schema, '') <> 'information_schema'
   and not exists (select from pg_depend d where d.classid = o.classid and d.objid = o.objid and d.deptype in ('e', 'i') and d.refclassid <> 'pg_class'::regclass)
   and not (i.type = 'schema' and i.identity ~ '^pg_')
 order by 2
