-- text search configurations with their mappings, token types in the parser's order
select format('%I.%I', n.nspname, c.cfgname) as identity,
       jsonb_build_array('pg_ts_config'::regclass::oid::int8, c.oid::int8, 0) as address,
       jsonb_build_array('pg_namespace'::regclass::oid::int8, n.oid::int8, 0) as parent,
       format('%I.%I', pn.nspname, p.prsname) as parser,
       coalesce((select jsonb_agg(jsonb_build_array(t.alias, m.dictionaries) order by t.tokid)
          from ts_token_type(p.oid) t
          join lateral (select jsonb_agg(d.mapdict::regdictionary::text order by d.mapseqno) as dictionaries
                          from pg_ts_config_map d where d.mapcfg = c.oid and d.maptokentype = t.tokid) m on m.dictionaries is not null), '[]') as mappings
  from pg_ts_config c
  join pg_namespace n on n.oid = c.cfgnamespace
  join pg_ts_parser p on p.oid = c.cfgparser
  join pg_namespace pn on pn.oid = p.prsnamespace
 where n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
   and not exists (select from pg_depend d where d.classid = 'pg_ts_config'::regclass and d.objid = c.oid and d.deptype = 'e')
 order by 1
