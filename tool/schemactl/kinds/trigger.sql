-- triggers of tables and views; a partition's copy of its parent's trigger is the parent's, unless it fires at other times
select format('%I on %s', t.tgname, t.tgrelid::regclass) as identity,
       jsonb_build_array('pg_trigger'::regclass::oid::int8, t.oid::int8, 0) as address,
       jsonb_build_array('pg_class'::regclass::oid::int8, c.oid::int8, 0) as parent,
       quote_ident(t.tgname) as name,
       t.tgrelid::regclass::text as relation,
       case when t.tgparentid = 0 then pg_get_triggerdef(t.oid) end as definition,
       t.tgconstraint <> 0 as is_constraint,
       t.tgenabled as enabled,
       case when p.oid is not null then format('%I on %s', p.tgname, p.tgrelid::regclass) end as parent_trigger,
       p.tgenabled as parent_enabled,
       jsonb_build_array('pg_namespace'::regclass::oid::int8, f.pronamespace::int8, 0) as runs_address
  from pg_trigger t
  join pg_class c on c.oid = t.tgrelid
  join pg_namespace n on n.oid = c.relnamespace
  join pg_proc f on f.oid = t.tgfoid
  left join pg_trigger p on p.oid = t.tgparentid
 where (p.oid is null and not t.tgisinternal or not p.tgisinternal and p.tgenabled <> t.tgenabled)
   and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
   and not exists (select from pg_depend d where d.classid = 'pg_trigger'::regclass and d.objid = t.oid and d.deptype = 'e')
 order by 1
