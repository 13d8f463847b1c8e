-- row level security policies
select format('%I on %s', p.polname, p.polrelid::regclass) as identity,
       jsonb_build_array('pg_policy'::regclass::oid::int8, p.oid::int8, 0) as address,
       jsonb_build_array('pg_class'::regclass::oid::int8, c.oid::int8, 0) as parent,
       quote_ident(p.polname) as name,
       p.polrelid::regclass::text as relation,
       p.polpermissive as permissive,
       case p.polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' when 'd' then 'delete' else 'all' end as command,
       (select jsonb_agg(case r when 0 then 'public' else quote_ident(pg_get_userbyid(r)) end order by pg_get_userbyid(r))
          from unnest(p.polroles) r) as roles,
       pg_get_expr(p.polqual, p.polrelid) as using,
       pg_get_expr(p.polwithcheck, p.polrelid) as check,
       jsonb_build_array('pg_namespace'::regclass::oid::int8, n.oid::int8, 0) as host_address
  from pg_policy p
  join pg_class c on c.oid = p.polrelid
  join pg_namespace n on n.oid = c.relnamespace
 where n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
 order by 1
