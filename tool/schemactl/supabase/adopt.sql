-- makes what came after an extension's own row, in the same transaction, a part of it; its name stands in the setting schemactl.extension
do $adopt$
declare
    extension text := current_setting('schemactl.extension');
    first oid := (select oid from pg_catalog.pg_extension where extname = extension);
    made record;
begin
    for made in
        select 'schema' as kind, quote_ident(nspname) as name from pg_catalog.pg_namespace where xmin = pg_current_xact_id()::xid and oid > first
        union all
        select case prokind when 'p' then 'procedure' when 'a' then 'aggregate' else 'function' end, oid::pg_catalog.regprocedure::text
          from pg_catalog.pg_proc where xmin = pg_current_xact_id()::xid and oid > first
        union all
        select case relkind when 'v' then 'view' when 'S' then 'sequence' else 'table' end, oid::pg_catalog.regclass::text
          from pg_catalog.pg_class where xmin = pg_current_xact_id()::xid and oid > first and relkind in ('r', 'p', 'v', 'S')
        union all
        select 'type', format_type(t.oid, null)
          from pg_catalog.pg_type t left join pg_catalog.pg_class c on c.oid = t.typrelid
         where t.xmin = pg_current_xact_id()::xid and t.oid > first and t.typcategory <> 'A' and (t.typrelid = 0 or c.relkind = 'c')
        union all
        select 'foreign data wrapper', quote_ident(fdwname)
          from pg_catalog.pg_foreign_data_wrapper where xmin = pg_current_xact_id()::xid and oid > first
    loop
        execute format('alter extension %I add %s %s', extension, made.kind, made.name);
    end loop;
end
$adopt$;
