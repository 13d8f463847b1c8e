-- schemactl migration 010_analytics
-- parent: 009_backtest_curves sha256:68902e0b93d2dc031b1ac73aee8c5ef77faf5b1210ebbdeb886ac749d0fa7a95
-- from: fp:7e4d66f014dc7f9b  to: fp:13e02fe75b50868e
-- proved: up, down, data (26 of 26 tables) on PostgreSQL 17.10 (sha256:dd3cbd8ffd399b951d1a4bc9fab641e124818b96e3b5d1aa9de7886a7583e258)
-- changes: +1 table, +1 function, +1 view, +3 materialized views, ~1 function
-- access: service_role: + execute on function analytics.refresh(name); + select on materialized_view analytics.daily_pnl,
--          materialized_view analytics.exposure, materialized_view analytics.strategy_performance and 1 more; + select, select by policy
--          on table analytics.refresh_log
-- locks: none (measured)
-- rewrites: none
-- hazards: none
-- seeded with: public.assets (triggers off: bigint out of range), public.exchanges (triggers off: bigint out of range), public.instruments
--          (triggers off: bigint out of range), public.orders (triggers off: new row for relation "orders" violates check constraint
--          "orders_closed_at_matches_status")

-- UP
create table analytics.refresh_log (
    id uuid not null default gen_random_uuid(),
    relation name not null,
    started_at timestamp with time zone not null,
    duration interval not null,
    constraint refresh_log_pkey primary key (id),
    constraint refresh_log_duration_not_negative check (duration >= '00:00:00'::interval)
);
alter table analytics.refresh_log enable row level security;
create index refresh_log_newest_idx on analytics.refresh_log using btree (relation, started_at desc);
create policy refresh_log_select_service on analytics.refresh_log
    for select
    to service_role
    using (true);
grant select on table analytics.refresh_log to service_role;
comment on table analytics.refresh_log is 'When a materialized view was brought up to date and how long it took; a refresh that fails leaves its error in the server''s log.';

create materialized view analytics.daily_pnl as
select b.user_id,
    b.trading_account_id,
    a.mode,
    b.asset_id,
    b.day,
    (sum(b.realized_pnl))::numeric(38,18) as realized_pnl,
    (sum(b.fees))::numeric(38,18) as fees,
    (sum(b.realized_pnl + b.fees))::numeric(38,18) as net_pnl
   from (( select d.user_id,
            d.trading_account_id,
            i.quote_asset_id as asset_id,
            d.day,
            sum(d.realized_pnl::numeric) as realized_pnl,
            0 as fees
           from (public.daily_results d
             join public.instruments i on (i.id = d.instrument_id))
          group by d.user_id, d.trading_account_id, i.quote_asset_id, d.day
        union all
         select l.user_id,
            l.trading_account_id,
            l.asset_id,
            (l.occurred_at at time zone 'UTC'::text)::date as timezone,
            0,
            sum(l.amount::numeric) as sum
           from public.ledger_entries l
          where (l.kind = 'fee'::public.ledger_kind)
          group by l.user_id, l.trading_account_id, l.asset_id, ((l.occurred_at at time zone 'UTC'::text)::date)) b
     join public.trading_accounts a on (a.id = b.trading_account_id))
  group by b.user_id, b.trading_account_id, a.mode, b.asset_id, b.day;
create unique index daily_pnl_account_asset_day_key on analytics.daily_pnl using btree (trading_account_id, asset_id, day);
grant select on table analytics.daily_pnl to service_role;
comment on materialized view analytics.daily_pnl is 'What an account won or lost in an asset on a day (UTC), as of the last refresh.';
comment on column analytics.daily_pnl.mode is 'Paper results are rows of their own: whoever adds up says which are meant.';
comment on column analytics.daily_pnl.fees is 'As booked: negative for what was paid, positive for a rebate.';
comment on column analytics.daily_pnl.net_pnl is 'Realized and fees; a fee in another asset stands in that asset''s row.';

create materialized view analytics.exposure as
select p.instrument_id,
    a.mode,
    count(*) as position_count,
    (coalesce(sum(p.quantity::numeric) filter (where p.quantity::numeric > 0::numeric), 0::numeric))::numeric(38,18) as long_quantity,
    (coalesce((- sum(p.quantity::numeric) filter (where p.quantity::numeric < 0::numeric)), 0::numeric))::numeric(38,18) as short_quantity,
    (sum(p.quantity::numeric))::numeric(38,18) as net_quantity,
    (sum(abs(p.quantity::numeric) * p.average_entry_price::numeric))::numeric(38,18) as entry_notional,
    b.close_price::numeric(38,18) as last_price,
    (sum(abs(p.quantity::numeric)) * b.close_price::numeric)::numeric(38,18) as market_notional
   from ((public.positions p
     join public.trading_accounts a on (a.id = p.trading_account_id))
     left join lateral ( select m.close_price
           from public.market_data_bars m
          where (m.instrument_id = p.instrument_id and m.interval_seconds = 60)
          order by m.opened_at desc
         limit 1) b on (true))
  where (p.quantity::numeric <> 0::numeric)
  group by p.instrument_id, a.mode, b.close_price;
create unique index exposure_instrument_mode_key on analytics.exposure using btree (instrument_id, mode);
grant select on table analytics.exposure to service_role;
comment on materialized view analytics.exposure is 'What the platform''s users hold of an instrument, open positions only, as of the last refresh.';
comment on column analytics.exposure.mode is 'Paper positions are rows of their own: whoever adds up says which are meant.';
comment on column analytics.exposure.entry_notional is 'Long and short added up without sign, at the prices of entry, in the quote asset.';
comment on column analytics.exposure.last_price is 'Close of the newest bar of a minute, however old; null where there is none.';
comment on column analytics.exposure.market_notional is 'As entry_notional, at last_price.';

create materialized view analytics.strategy_performance as
select o.user_id,
    o.strategy_id,
    o.instrument_id,
    a.mode,
    count(*) as order_count,
    count(*) filter (where o.status = 'filled'::public.order_status) as filled_count,
    count(*) filter (where o.status = 'rejected'::public.order_status) as rejected_count,
    (coalesce(sum(o.filled_quantity::numeric) filter (where o.side = 'buy'::public.order_side), 0::numeric))::numeric(38,18) as bought_quantity,
    (coalesce(sum(o.filled_quantity::numeric) filter (where o.side = 'sell'::public.order_side), 0::numeric))::numeric(38,18) as sold_quantity,
    (coalesce(sum(o.filled_quantity::numeric * o.average_fill_price::numeric) filter (where o.side = 'buy'::public.order_side), 0::numeric))::numeric(38,18) as bought_notional,
    (coalesce(sum(o.filled_quantity::numeric * o.average_fill_price::numeric) filter (where o.side = 'sell'::public.order_side), 0::numeric))::numeric(38,18) as sold_notional,
    (least(sum(o.filled_quantity::numeric) filter (where o.side = 'buy'::public.order_side), sum(o.filled_quantity::numeric) filter (where o.side = 'sell'::public.order_side)) * ((sum(o.filled_quantity::numeric * o.average_fill_price::numeric) filter (where o.side = 'sell'::public.order_side) / nullif(sum(o.filled_quantity::numeric) filter (where o.side = 'sell'::public.order_side), 0::numeric)) - (sum(o.filled_quantity::numeric * o.average_fill_price::numeric) filter (where o.side = 'buy'::public.order_side) / nullif(sum(o.filled_quantity::numeric) filter (where o.side = 'buy'::public.order_side), 0::numeric))))::numeric(38,18) as matched_pnl,
    max(o.created_at) as last_order_at
   from (public.orders o
     join public.trading_accounts a on (a.id = o.trading_account_id))
  where (o.strategy_id is not null)
  group by o.user_id, o.strategy_id, o.instrument_id, a.mode;
create unique index strategy_performance_key on analytics.strategy_performance using btree (strategy_id, instrument_id, mode);
grant select on table analytics.strategy_performance to service_role;
comment on materialized view analytics.strategy_performance is 'What a strategy ordered in an instrument and what came of it, as of the last refresh.';
comment on column analytics.strategy_performance.mode is 'Paper results are rows of their own: whoever adds up says which are meant.';
comment on column analytics.strategy_performance.bought_notional is 'Sum of price times quantity, in the quote asset, as sold_notional.';
comment on column analytics.strategy_performance.matched_pnl is 'What was both bought and sold, at the mean prices, fees not deducted, in the quote asset; null where only one of them happened.';

create function analytics.refresh(relation name)
 returns interval
 language plpgsql
 security definer
 set search_path to ''
as $function$
declare
    started timestamptz := clock_timestamp();
    took interval;
begin
    if not exists (select from pg_catalog.pg_matviews m where m.schemaname = 'analytics' and m.matviewname = refresh.relation) then
        raise exception 'analytics.% is not a materialized view', relation using errcode = 'undefined_table';
    end if;
    execute format('refresh materialized view concurrently analytics.%I', relation);
    took := clock_timestamp() - started;
    insert into analytics.refresh_log (relation, started_at, duration) values (refresh.relation, started, took);
    return took;
end
$function$;
grant execute on function analytics.refresh(pg_catalog.name) to service_role;
comment on function analytics.refresh(pg_catalog.name) is 'Brings a materialized view up to date without blocking its readers; logs and returns how long it took, the wait for another refresh included.';

create or replace function analytics.refresh_daily_volumes()
 returns void
 language sql
 security definer
 set search_path to ''
as $function$
    select analytics.refresh('daily_volumes')
$function$;

create view analytics.freshness with (security_invoker=true) as
select m.matviewname as relation,
    l.started_at as refreshed_at,
    l.duration,
    pg_is_in_recovery() as from_replica,
    pg_last_xact_replay_timestamp() as replayed_until
   from (pg_matviews m
     left join lateral ( select r.started_at,
            r.duration
           from analytics.refresh_log r
          where (r.relation = m.matviewname)
          order by r.started_at desc
         limit 1) l on (true))
  where m.schemaname = 'analytics'::name;
grant select on table analytics.freshness to service_role;
comment on view analytics.freshness is 'As of when the figures of each materialized view are, on the server that is asked.';
comment on column analytics.freshness.refreshed_at is 'Start of the last refresh: what came later is not in the figures. Null before the first.';
comment on column analytics.freshness.replayed_until is 'Commit time of the last transaction that a replica has replayed; null on the primary.';

revoke execute on function analytics.refresh(pg_catalog.name) from public;

-- DOWN (commented out, so that the whole file can be pasted into an SQL editor; `schemactl rollback` runs it)
-- drop view analytics.freshness;
--
-- drop function analytics.refresh(name);
--
-- drop materialized view analytics.strategy_performance;
--
-- drop materialized view analytics.exposure;
--
-- drop materialized view analytics.daily_pnl;
--
-- create or replace function analytics.refresh_daily_volumes()
--  returns void
--  language sql
--  security definer
--  set search_path to ''
-- as $function$
--     refresh materialized view concurrently analytics.daily_volumes
-- $function$;
--
-- drop table analytics.refresh_log;
