-- what the session's role lacks, a row a lack and object: `read` (select, and usage of the schema, without which pg_dump cannot lock a
-- table), `see` (row level security hides rows), `own` (a change takes the owner)
with relations as (
    select c.oid, c.relkind, c.relowner as owner, n.nspname as schema, format('%I.%I', n.nspname, c.relname) as identity,
           has_schema_privilege(n.oid, 'usage') and has_table_privilege(c.oid, 'select') as readable
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p', 'v', 'm', 'f', 'S') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
       and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
), routines as (
    select p.proowner as owner, n.nspname as schema, p.oid::regprocedure::text as identity
      from pg_proc p join pg_namespace n on n.oid = p.pronamespace
     where n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
       and not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e')
), lacks as (
    select 'read' as lack, schema, identity, owner from relations where relkind in ('r', 'p') and not readable
    union all
    select 'see', schema, identity, owner from relations where relkind in ('r', 'p') and readable and row_security_active(oid)
    union all
    select 'own', schema, identity, owner from relations where not pg_has_role(owner, 'usage')
    union all
    select 'own', schema, identity, owner from routines where not pg_has_role(owner, 'usage')
)
select l.lack, l.schema, l.identity, quote_ident(r.rolname) as owner
  from lacks l join pg_roles r on r.oid = l.owner
 order by l.lack, l.identity
