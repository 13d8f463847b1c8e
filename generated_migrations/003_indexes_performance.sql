-- schemactl migration 003_indexes_performance
-- parent: 002_backtesting_tables sha256:6ad36dea3498071c695ac1065b094f6d7a441be6c5c1812c257df372dfeba94e
-- from: fp:e72dec66566760f6  to: fp:2fe5c99cd9147ad7
-- proved: up, down, data (13 of 13 tables) on PostgreSQL 17.10 (sha256:2682a424582ee240ce366191f255e6f9c4f58be07f1a275b9f61629f94c2c42a)
-- changes: +1 schema, +20 indexes, +1 function, +1 materialized view
-- access: service_role: + execute on function analytics.refresh_daily_volumes(); + select on materialized_view analytics.daily_volumes; +
--          usage on schema analytics
-- locks: public.backtest_runs SHARE, public.instruments SHARE, public.backtest_trades SHARE, public.portfolios SHARE,
--          public.trading_accounts SHARE, public.orders SHARE, and 2 more (measured)
-- rewrites: none
-- hazards: blocks_writes (table public.backtest_runs: SHARE while statement 4 reads it (create index backtest_runs_base_asset_idx on
--          public.backtes…), and 20 more)
--        | blocks_writes (table public.instruments: SHARE while statement 7 reads it (create index instruments_base_asset_idx on
--          public.instrumen…), and 17 more)
--        | blocks_writes (table public.backtest_trades: SHARE while statement 9 reads it (create index backtest_trades_instrument_idx on
--          public.backt…), and 15 more)
--        | blocks_writes (table public.portfolios: SHARE while statement 11 reads it (create index portfolios_base_asset_idx on
--          public.portfolios…), and 13 more)
--        | blocks_writes (table public.trading_accounts: SHARE while statement 12 reads it (create index trading_accounts_exchange_idx on
--          public.tradin…), and 12 more)
--        | blocks_writes (table public.orders: SHARE while statement 13 reads it (create index orders_expiring_idx on public.orders using
--          btr…), and 11 more; and 2 more like it)

-- UP
create schema analytics;
grant usage on schema analytics to service_role;
comment on schema analytics is 'Precomputed figures over all users, for the platform itself; not exposed by the API.';

create index backtest_runs_base_asset_idx on public.backtest_runs using btree (base_asset_id);
create index backtest_runs_queue_idx on public.backtest_runs using btree (created_at) where status = 'queued'::public.backtest_status;
create index backtest_runs_strategy_idx on public.backtest_runs using btree (user_id, strategy_id, created_at desc);

create index instruments_base_asset_idx on public.instruments using btree (base_asset_id);
create index instruments_quote_asset_idx on public.instruments using btree (quote_asset_id);

create index backtest_trades_instrument_idx on public.backtest_trades using btree (instrument_id);
create index backtest_trades_run_idx on public.backtest_trades using btree (user_id, run_id, entered_at);

create index portfolios_base_asset_idx on public.portfolios using btree (base_asset_id);

create index trading_accounts_exchange_idx on public.trading_accounts using btree (exchange_id);

create index orders_expiring_idx on public.orders using btree (expires_at) where (closed_at is null and expires_at is not null);
create index orders_instrument_idx on public.orders using btree (exchange_id, instrument_id, created_at desc);
create index orders_open_idx on public.orders using btree (user_id, trading_account_id, created_at desc) where closed_at is null;
create index orders_recent_idx on public.orders using btree (user_id, created_at desc, id desc);
create index orders_strategy_idx on public.orders using btree (user_id, strategy_id, created_at desc) where strategy_id is not null;

create index positions_instrument_idx on public.positions using btree (exchange_id, instrument_id);
create index positions_open_idx on public.positions using btree (user_id, trading_account_id) where quantity::numeric <> 0::numeric;

create index trades_executed_at_idx on public.trades using brin (executed_at);
create index trades_fee_asset_idx on public.trades using btree (fee_asset_id) where fee_asset_id is not null;
create index trades_instrument_idx on public.trades using btree (instrument_id, executed_at desc);
create index trades_recent_idx on public.trades using btree (user_id, executed_at desc, id desc);

create materialized view analytics.daily_volumes as
select instrument_id,
    (executed_at at time zone 'UTC'::text)::date as day,
    count(*) as trade_count,
    (sum(quantity::numeric))::numeric(38,18) as quantity,
    (sum(price::numeric * quantity::numeric))::numeric(38,18) as notional,
    (min(price::numeric))::numeric(38,18) as lowest_price,
    (max(price::numeric))::numeric(38,18) as highest_price
   from public.trades t
  group by instrument_id, ((executed_at at time zone 'UTC'::text)::date);
create unique index daily_volumes_instrument_day_key on analytics.daily_volumes using btree (instrument_id, day);
grant select on table analytics.daily_volumes to service_role;
comment on materialized view analytics.daily_volumes is 'What the platform''s users traded of an instrument on a day (UTC), as of the last refresh.';
comment on column analytics.daily_volumes.notional is 'Sum of price times quantity, in the quote asset.';

create function analytics.refresh_daily_volumes()
 returns void
 language sql
 security definer
 set search_path to ''
as $function$
    refresh materialized view concurrently analytics.daily_volumes
$function$;
grant execute on function analytics.refresh_daily_volumes() to service_role;
comment on function analytics.refresh_daily_volumes() is 'Brings daily_volumes up to date without blocking its readers.';

revoke execute on function analytics.refresh_daily_volumes() from public;

-- DOWN (commented out, so that the whole file can be pasted into an SQL editor; `schemactl rollback` runs it)
-- drop function analytics.refresh_daily_volumes();
--
-- drop materialized view analytics.daily_volumes;
--
-- drop index public.trades_recent_idx;
-- drop index public.trades_instrument_idx;
-- drop index public.trades_fee_asset_idx;
-- drop index public.trades_executed_at_idx;
--
-- drop index public.positions_open_idx;
-- drop index public.positions_instrument_idx;
--
-- drop index public.orders_strategy_idx;
-- drop index public.orders_recent_idx;
-- drop index public.orders_open_idx;
-- drop index public.orders_instrument_idx;
-- drop index public.orders_expiring_idx;
--
-- drop index public.trading_accounts_exchange_idx;
--
-- drop index public.portfolios_base_asset_idx;
--
-- drop index public.backtest_trades_run_idx;
-- drop index public.backtest_trades_instrument_idx;
--
-- drop index public.instruments_quote_asset_idx;
-- drop index public.instruments_base_asset_idx;
--
-- drop index public.backtest_runs_strategy_idx;
-- drop index public.backtest_runs_queue_idx;
-- drop index public.backtest_runs_base_asset_idx;
--
-- drop schema analytics;
