-- Transaction ids
-- chapter: limits
-- about: How far the oldest rows are from the end of transaction ids, where the server stops taking writes. Vacuum brings the age down.
-- column what: Oldest
-- column age: Age, count
-- column used: Of all there are, percent, bar
-- column multixact_age: Multixact age, count
-- column forced_at: Vacuum is forced at, count
with oldest as (
    (select 0 as place, 'database ' || quote_ident(datname) as what, age(datfrozenxid) as age, mxid_age(datminmxid) as multixact_age
       from pg_database where datallowconn order by age(datfrozenxid) desc, datname limit 5)
    union all
    (select 1, format('table %I.%I', n.nspname, c.relname), age(c.relfrozenxid), mxid_age(c.relminmxid)
       from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind in ('r', 'm', 't')
      order by age(c.relfrozenxid) desc, n.nspname, c.relname limit 5)
)
select what, age, round(100.0 * age / 2147483648, 1) as used, multixact_age, current_setting('autovacuum_freeze_max_age')::int as forced_at,
       case when age > 1500000000 or multixact_age > 1500000000 then 'few are left: vacuum it now'
            when age > 2 * current_setting('autovacuum_freeze_max_age')::bigint
            then 'forced vacuum does not get through: look for old transactions, replication slots and prepared transactions' end as remark
  from oldest
 order by place, age desc, what
