-- what objects made later will grant; `builtin` is what PostgreSQL grants where nothing is set
select format('%I%s %s', r.rolname, coalesce(' in ' || quote_ident(n.nspname), ''), d.defaclobjtype) as identity,
       jsonb_build_array('pg_default_acl'::regclass::oid::int8, d.oid::int8, 0) as address,
       case when n.oid is null then null else jsonb_build_array('pg_namespace'::regclass::oid::int8, n.oid::int8, 0) end as parent,
       quote_ident(r.rolname) as role,
       quote_ident(r.rolname) as made_by,
       quote_ident(n.nspname) as schema,
       case d.defaclobjtype when 'r' then 'tables' when 'S' then 'sequences' when 'f' then 'functions' when 'T' then 'types'
            when 'n' then 'schemas' when 'L' then 'large objects' end as object_type,
       acl_of.acl,
       case when n.oid is null then builtin_of.acl else '[]' end as builtin
  from pg_default_acl d
  join pg_roles r on r.oid = d.defaclrole
  left join pg_namespace n on n.oid = d.defaclnamespace
  cross join lateral (
        select coalesce(jsonb_agg(jsonb_build_array(g, p, w) order by g, p, w), '[]') as acl from (
          select case when grantee = 0 then 'public' else quote_ident(pg_get_userbyid(grantee)) end, lower(privilege_type), is_grantable
            from aclexplode(d.defaclacl)) x (g, p, w)) acl_of
  cross join lateral (
        select coalesce(jsonb_agg(jsonb_build_array(g, p, w) order by g, p, w), '[]') as acl from (
          select case when grantee = 0 then 'public' else quote_ident(pg_get_userbyid(grantee)) end, lower(privilege_type), is_grantable
            from aclexplode(acldefault(case when d.defaclobjtype = 'S' then 's' else d.defaclobjtype end, d.defaclrole))) x (g, p, w)) builtin_of
 order by 1
