-- ordinary tables and the leaves of partitioned ones, whatever extensions made left out
select c.oid::int8 as oid,
       format('%I.%I', n.nspname, c.relname) as name,
       quote_ident(n.nspname) as schema,
       coalesce(pg_get_partition_constraintdef(c.oid), '') as bound,
       c.relforcerowsecurity and c.relrowsecurity as forced,
       -- INSERT ... ON CONFLICT wants neither rules nor uniqueness that is checked later
       not exists (select from pg_rewrite r where r.ev_class = c.oid)
       and not exists (select from pg_index i where i.indrelid = c.oid and not i.indimmediate) as conflicts_pass,
       coalesce((select array_agg(format('%I', t.tgname) || ':' || t.tgenabled::text order by t.tgname)
          from pg_trigger t where t.tgrelid = c.oid and not t.tgisinternal and t.tgenabled <> 'D'), '{}') as triggers,
       coalesce((select array_agg(format('%I', r.rulename) || ':' || r.ev_enabled::text order by r.rulename)
          from pg_rewrite r where r.ev_class = c.oid and r.ev_enabled <> 'D'), '{}') as rules
  from pg_class c
  join pg_namespace n on n.oid = c.relnamespace
 where c.relkind = 'r'
   and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
   and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
 order by n.nspname, c.relname
