-- publications with what they publish
select quote_ident(p.pubname) as identity,
       jsonb_build_array('pg_publication'::regclass::oid::int8, p.oid::int8, 0) as address,
       null as parent,
       p.puballtables as all_tables,
       concat_ws(', ', case when p.pubinsert then 'insert' end, case when p.pubupdate then 'update' end,
                       case when p.pubdelete then 'delete' end, case when p.pubtruncate then 'truncate' end) as publish,
       p.pubviaroot as via_root,
       -- since PostgreSQL 18
       to_jsonb(p) ->> 'pubgencols' as generated_columns,
       coalesce((select jsonb_agg(quote_ident(n.nspname) order by n.nspname) from pg_publication_namespace s
                   join pg_namespace n on n.oid = s.pnnspid where s.pnpubid = p.oid), '[]') as schemas,
       coalesce((select jsonb_agg(t.text order by t.text) from (
          select r.prrelid::regclass::text
                 || coalesce((select ' (' || string_agg(quote_ident(a.attname), ', ' order by a.attnum) || ')' from pg_attribute a
                               where a.attrelid = r.prrelid and a.attnum = any (r.prattrs)), '')
                 || coalesce(' where (' || pg_get_expr(r.prqual, r.prrelid) || ')', '') as text
            from pg_publication_rel r where r.prpubid = p.oid) t), '[]') as tables,
       -- a table that others inherit from brings them along, unless it is named as `only`
       coalesce((select jsonb_agg(r.prrelid::regclass::text order by 1) from pg_publication_rel r join pg_class c on c.oid = r.prrelid
                  where r.prpubid = p.oid and c.relkind = 'r' and exists (select from pg_inherits i where i.inhparent = r.prrelid)), '[]')
         as parents
  from pg_publication p
 where not exists (select from pg_depend d where d.classid = 'pg_publication'::regclass and d.objid = p.oid and d.deptype = 'e')
 order by 1
