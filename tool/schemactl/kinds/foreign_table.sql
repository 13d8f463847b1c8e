-- foreign tables; their columns and constraints are those of tables
select format('%I.%I', n.nspname, c.relname) as identity,
       jsonb_build_array('pg_class'::regclass::oid::int8, c.oid::int8, 0) as address,
       jsonb_build_array('pg_namespace'::regclass::oid::int8, n.oid::int8, 0) as parent,
       quote_ident(s.srvname) as server,
       (select jsonb_agg(o order by o) from unnest(f.ftoptions) o) as options,
       case when c.relispartition then null else
         (select jsonb_agg(i.inhparent::regclass::text order by i.inhseqno) from pg_inherits i where i.inhrelid = c.oid) end as inherits
  from pg_foreign_table f
  join pg_class c on c.oid = f.ftrelid
  join pg_foreign_server s on s.oid = f.ftserver
  join pg_namespace n on n.oid = c.relnamespace
 where n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
   and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
 order by 1
