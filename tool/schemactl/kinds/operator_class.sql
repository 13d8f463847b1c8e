-- operator classes with the members that were made with them
select format('%I.%I using %I', n.nspname, c.opcname, a.amname) as identity,
       jsonb_build_array('pg_opclass'::regclass::oid::int8, c.oid::int8, 0) as address,
       jsonb_build_array('pg_namespace'::regclass::oid::int8, n.oid::int8, 0) as parent,
       format('%I.%I', n.nspname, c.opcname) as name,
       quote_ident(a.amname) as method,
       c.opcdefault as is_default,
       format_type(c.opcintype, null) as type,
       format('%I.%I', fn.nspname, f.opfname) as family,
       case when c.opckeytype <> 0 and c.opckeytype <> c.opcintype then format_type(c.opckeytype, null) end as storage,
       coalesce((select jsonb_agg(m.text order by m.text) from (
          select format('operator %s %s', o.amopstrategy, o.amopopr::regoperator)
                 || coalesce((select format(' for order by %I.%I', sn.nspname, s.opfname) from pg_opfamily s join pg_namespace sn on sn.oid = s.opfnamespace
                               where s.oid = o.amopsortfamily), '') as text
            from pg_amop o join pg_depend d on d.classid = 'pg_amop'::regclass and d.objid = o.oid
           where d.refclassid = 'pg_opclass'::regclass and d.refobjid = c.oid and d.deptype = 'i'
          union all
          select format('function %s (%s, %s) %s', p.amprocnum, format_type(p.amproclefttype, null), format_type(p.amprocrighttype, null),
                        p.amproc::oid::regprocedure)
            from pg_amproc p join pg_depend d on d.classid = 'pg_amproc'::regclass and d.objid = p.oid
           where d.refclassid = 'pg_opclass'::regclass and d.refobjid = c.oid and d.deptype = 'i') m), '[]') as members
  from pg_opclass c
  join pg_am a on a.oid = c.opcmethod
  join pg_opfamily f on f.oid = c.opcfamily
  join pg_namespace fn on fn.oid = f.opfnamespace
  join pg_namespace n on n.oid = c.opcnamespace
 where n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
   and not exists (select from pg_depend d where d.classid = 'pg_opclass'::regclass and d.objid = c.oid and d.deptype = 'e')
 order by 1
