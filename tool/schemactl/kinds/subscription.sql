-- subscriptions of this database, which only a superuser may read whole; a password is never read, and enabled is a state, not a schema
select quote_ident(s.subname) as identity,
       jsonb_build_array('pg_subscription'::regclass::oid::int8, s.oid::int8, 0) as address,
       null as parent,
       regexp_replace(regexp_replace(s.subconninfo, '(password\s*=\s*)(''([^''\\]|\\.)*''|\S+)', '\1redacted', 'i'),
                      '(://[^/@:]*:)[^@]*@', '\1redacted@') as connection,
       (select jsonb_agg(quote_ident(p) order by n) from unnest(s.subpublications) with ordinality x (p, n)) as publications,
       coalesce(quote_ident(s.subslotname), 'none') as slot_name,
       s.subbinary::text as binary,
       case s.substream::text when 'p' then 'parallel' when 't' then 'on' when 'true' then 'on' else 'off' end as streaming,
       s.subsynccommit as synchronous_commit,
       (s.subtwophasestate <> 'd')::text as two_phase,
       s.subdisableonerr::text as disable_on_error,
       -- since PostgreSQL 16 and 17
       to_jsonb(s) ->> 'subpasswordrequired' as password_required,
       to_jsonb(s) ->> 'subrunasowner' as run_as_owner,
       to_jsonb(s) ->> 'suborigin' as origin,
       to_jsonb(s) ->> 'subfailover' as failover
  from pg_subscription s
 where s.subdbid = (select oid from pg_database where datname = current_database())
 order by 1
