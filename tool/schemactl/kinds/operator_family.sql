-- operator families with the members that belong to no class of them
select format('%I.%I using %I', n.nspname, f.opfname, a.amname) as identity,
       jsonb_build_array('pg_opfamily'::regclass::oid::int8, f.oid::int8, 0) as address,
       jsonb_build_array('pg_namespace'::regclass::oid::int8, n.oid::int8, 0) as parent,
       coalesce((select jsonb_agg(m.text order by m.text) from (
          select format('operator %s %s', o.amopstrategy, o.amopopr::regoperator)
                 || coalesce((select format(' for order by %I.%I', sn.nspname, s.opfname) from pg_opfamily s join pg_namespace sn on sn.oid = s.opfnamespace
                               where s.oid = o.amopsortfamily), '') as text
            from pg_amop o
           where o.amopfamily = f.oid and not exists (select from pg_depend d where d.classid = 'pg_amop'::regclass and d.objid = o.oid
                                                         and d.refclassid = 'pg_opclass'::regclass and d.deptype = 'i')
          union all
          select format('function %s (%s, %s) %s', p.amprocnum, format_type(p.amproclefttype, null), format_type(p.amprocrighttype, null),
                        p.amproc::oid::regprocedure)
            from pg_amproc p
           where p.amprocfamily = f.oid and not exists (select from pg_depend d where d.classid = 'pg_amproc'::regclass and d.objid = p.oid
                                                           and d.refclassid = 'pg_opclass'::regclass and d.deptype = 'i')) m), '[]') as members
  from pg_opfamily f
  join pg_am a on a.oid = f.opfmethod
  join pg_namespace n on n.oid = f.opfnamespace
 where n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
   and not exists (select from pg_depend d where d.classid = 'pg_opfamily'::regclass and d.objid = f.oid and d.deptype = 'e')
 order by 1
