-- user mappings; the options of others are hidden from all but a superuser, and a password is never read
select format('%s server %I', case u.umuser when 0 then 'public' else quote_ident(u.usename) end, u.srvname) as identity,
       jsonb_build_array('pg_user_mapping'::regclass::oid::int8, u.umid::int8, 0) as address,
       jsonb_build_array('pg_foreign_server'::regclass::oid::int8, u.srvid::int8, 0) as parent,
       (select jsonb_agg(case when o ~* '^(password|secret|token|key|api_key|passcode)=' then split_part(o, '=', 1) || '=redacted' else o end order by o)
          from unnest(u.umoptions) o) as options
  from pg_user_mappings u
 order by 1
