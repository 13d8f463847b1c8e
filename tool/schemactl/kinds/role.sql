-- roles of the cluster but PostgreSQL's own, the one that made the cluster, and the one that asks; passwords are never read
select quote_ident(r.rolname) as identity,
       jsonb_build_array('pg_authid'::regclass::oid::int8, r.oid::int8, 0) as address,
       null as parent,
       r.rolsuper as superuser,
       r.rolinherit as inherit,
       r.rolcreaterole as createrole,
       r.rolcreatedb as createdb,
       r.rolcanlogin as login,
       r.rolreplication as replication,
       r.rolbypassrls as bypassrls,
       r.rolconnlimit as connection_limit,
       -- once set it can only become infinity, which says the same as nothing
       case when isfinite(r.rolvaliduntil) then (r.rolvaliduntil at time zone 'UTC')::text || '+00' end as valid_until,
       (select jsonb_agg(o order by o) from pg_db_role_setting s, unnest(s.setconfig) o where s.setrole = r.oid and s.setdatabase = 0) as settings
  from pg_roles r
 where r.rolname !~ '^pg_' and r.oid <> 10 and r.rolname <> current_user
 order by 1
