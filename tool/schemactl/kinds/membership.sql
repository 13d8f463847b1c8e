-- who is a member of which role; who granted it does not count
select format('%I in %I', m.rolname, r.rolname) as identity,
       jsonb_build_array('pg_auth_members'::regclass::oid::int8, m.oid::int8, r.oid::int8) as address,
       jsonb_build_array('pg_authid'::regclass::oid::int8, m.oid::int8, 0) as parent,
       quote_ident(r.rolname) as role,
       quote_ident(m.rolname) as member,
       -- each may have granted it, and each grant is taken back by itself
       jsonb_agg(quote_ident(pg_get_userbyid(a.grantor)) order by a.grantor) as grantors,
       bool_or(a.admin_option) as admin,
       -- since PostgreSQL 16
       bool_or((to_jsonb(a) ->> 'inherit_option')::boolean) as inherit,
       bool_or((to_jsonb(a) ->> 'set_option')::boolean) as set
  from pg_auth_members a
  join pg_roles r on r.oid = a.roleid
  join pg_roles m on m.oid = a.member
 where m.rolname !~ '^pg_' and m.oid <> 10 and m.rolname <> current_user
 group by r.oid, r.rolname, m.oid, m.rolname
 order by 1
