-- aggregates; the clauses are spelled as CREATE AGGREGATE takes them
select p.oid::regprocedure::text as identity,
       jsonb_build_array('pg_proc'::regclass::oid::int8, p.oid::int8, 0) as address,
       jsonb_build_array('pg_namespace'::regclass::oid::int8, n.oid::int8, 0) as parent,
       format('%I.%I(%s)', n.nspname, p.proname,
              case when p.pronargs = 0 and a.aggkind = 'n' then '*' else pg_get_function_arguments(p.oid) end) as signature,
       (select jsonb_agg(clause order by ordinal) from (values
          (1, 'sfunc = ' || a.aggtransfn::regproc),
          (2, 'stype = ' || format_type(a.aggtranstype, null)),
          (3, 'sspace = ' || nullif(a.aggtransspace, 0)),
          (4, 'finalfunc = ' || nullif(a.aggfinalfn, 0)::regproc),
          (5, case when a.aggfinalextra then 'finalfunc_extra' end),
          (6, case when a.aggfinalfn <> 0 then 'finalfunc_modify = '
                || case a.aggfinalmodify when 'r' then 'read_only' when 's' then 'shareable' else 'read_write' end end),
          (7, 'combinefunc = ' || nullif(a.aggcombinefn, 0)::regproc),
          (8, 'serialfunc = ' || nullif(a.aggserialfn, 0)::regproc),
          (9, 'deserialfunc = ' || nullif(a.aggdeserialfn, 0)::regproc),
          (10, 'initcond = ' || quote_literal(a.agginitval)),
          (11, 'msfunc = ' || nullif(a.aggmtransfn, 0)::regproc),
          (12, 'minvfunc = ' || nullif(a.aggminvtransfn, 0)::regproc),
          (13, 'mstype = ' || format_type(nullif(a.aggmtranstype, 0), null)),
          (14, 'msspace = ' || nullif(a.aggmtransspace, 0)),
          (15, 'mfinalfunc = ' || nullif(a.aggmfinalfn, 0)::regproc),
          (16, case when a.aggmfinalextra then 'mfinalfunc_extra' end),
          (17, case when a.aggmfinalfn <> 0 then 'mfinalfunc_modify = '
                 || case a.aggmfinalmodify when 'r' then 'read_only' when 's' then 'shareable' else 'read_write' end end),
          (18, 'minitcond = ' || quote_literal(a.aggminitval)),
          (19, (select format('sortop = operator(%I.%s)', sn.nspname, o.oprname)
                  from pg_operator o join pg_namespace sn on sn.oid = o.oprnamespace where o.oid = a.aggsortop)),
          (20, case when a.aggkind = 'h' then 'hypothetical' end),
          (21, case p.proparallel when 's' then 'parallel = safe' when 'r' then 'parallel = restricted' end)
        ) as c (ordinal, clause) where clause is not null) as clauses
  from pg_aggregate a
  join pg_proc p on p.oid = a.aggfnoid
  join pg_namespace n on n.oid = p.pronamespace
 where n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
   and not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e')
 order by 1
