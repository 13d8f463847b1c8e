-- Dead rows and vacuum
-- chapter: use
-- about: Dead rows wait for vacuum; autovacuum comes at its threshold, which the table's own settings may change.
-- column relation: Table
-- column dead: Dead rows, count, bar
-- column dead_share: Of all rows, percent
-- column threshold: Vacuumed at, count
-- column last_vacuum: Last vacuum, moment
-- column last_analyze: Last analyze, moment
-- column changed: Changed since analyze, count
with own as (
    select c.oid, c.relnamespace, c.relname, c.reltuples,
           (select option_value from pg_options_to_table(c.reloptions) where option_name = 'autovacuum_enabled') as enabled,
           coalesce((select option_value from pg_options_to_table(c.reloptions) where option_name = 'autovacuum_vacuum_threshold'),
                    current_setting('autovacuum_vacuum_threshold'))::float8 as base,
           coalesce((select option_value from pg_options_to_table(c.reloptions) where option_name = 'autovacuum_vacuum_scale_factor'),
                    current_setting('autovacuum_vacuum_scale_factor'))::float8 as factor
      from pg_class c where c.relkind in ('r', 'm')
)
select s.schemaname as schema, format('%I.%I', s.schemaname, s.relname) as relation, s.n_dead_tup as dead,
       round(100.0 * s.n_dead_tup / nullif(s.n_dead_tup + s.n_live_tup, 0), 1) as dead_share,
       round((o.base + o.factor * greatest(o.reltuples, 0))::numeric) as threshold,
       greatest(s.last_vacuum, s.last_autovacuum) as last_vacuum, greatest(s.last_analyze, s.last_autoanalyze) as last_analyze,
       s.n_mod_since_analyze as changed,
       case when lower(o.enabled) in ('false', 'off', 'no', '0') then 'autovacuum is switched off for it'
            when s.n_dead_tup > 10000 and s.n_dead_tup > 2 * (o.base + o.factor * greatest(o.reltuples, 0))
            then 'twice over its threshold: autovacuum does not keep up, or an old transaction holds the rows back'
            when s.n_live_tup > 1000 and coalesce(s.last_analyze, s.last_autoanalyze) is null
            then 'never analyzed: the planner guesses' end as remark
  from pg_stat_user_tables s join own o on o.oid = s.relid
 order by s.n_dead_tup desc, 2
