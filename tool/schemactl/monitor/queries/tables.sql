-- Table sizes
-- chapter: space
-- about: Rows are an estimate of the last vacuum or analyze. Sizes of a table that is locked exclusively now are estimates too.
-- column relation: Table
-- column total: Total, bytes
-- column heap: Rows' pages, bytes, bar
-- column toast: Long values (TOAST), bytes, bar
-- column indexes: Indexes, bytes, bar
-- column rows: Rows (estimated), count
-- column row_size: A row, bytes
with busy as (
    -- pg_relation_size would wait for these
    select relation from pg_locks
     where mode = 'AccessExclusiveLock' and database = (select oid from pg_database where datname = current_database())
), sizes as (
    select c.oid, c.relkind, c.reltoastrelid,
           case when c.oid in (select relation from busy) then c.relpages::bigint * current_setting('block_size')::int
                else pg_relation_size(c.oid) end as size
      from pg_class c where c.relkind in ('r', 'm', 't', 'i')
), indexed as (
    select i.indrelid, sum(s.size) as size from pg_index i join sizes s on s.oid = i.indexrelid group by i.indrelid
), tables as (
    select n.nspname as schema, format('%I.%I', n.nspname, c.relname) as relation, s.size as heap,
           coalesce(t.size + coalesce(ti.size, 0), 0) as toast, coalesce(x.size, 0) as indexes, nullif(c.reltuples, -1)::bigint as rows,
           c.relkind
      from sizes s join pg_class c on c.oid = s.oid join pg_namespace n on n.oid = c.relnamespace
      left join indexed x on x.indrelid = s.oid
      left join sizes t on t.oid = s.reltoastrelid
      left join indexed ti on ti.indrelid = s.reltoastrelid
     where s.relkind in ('r', 'm') and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname not like 'pg\_t%'
)
select schema, relation, heap + toast + indexes as total, heap, toast, indexes, rows, round(heap / nullif(rows, 0)) as row_size,
       case when rows is null and heap > 0 then 'never analyzed: the planner knows nothing of it'
            when indexes > 2 * heap and indexes > 100 * 1024 * 1024 then 'its indexes are more than twice its rows' end as remark
  from tables
 order by total desc, relation
