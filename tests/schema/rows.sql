-- Rows in every table for two users, alice and bob; run as superuser. A row's id is the md5 of what it is and whose.
insert into auth.users (id, email, created_at)
select md5(name)::uuid, name || '@example.com', now() from unnest(array['alice', 'bob']) name;

insert into public.profiles (id, display_name)
select md5(name)::uuid, name from unnest(array['alice', 'bob']) name;

insert into public.exchanges (id, code, name)
values (md5('nowhere')::uuid, 'nowhere', 'Nowhere'), (md5('elsewhere')::uuid, 'elsewhere', 'Elsewhere');

insert into public.assets (id, code, name, kind, decimals)
values (md5('BTC')::uuid, 'BTC', 'Bitcoin', 'crypto', 8), (md5('USD')::uuid, 'USD', 'US dollar', 'fiat', 2);

insert into public.instruments (id, exchange_id, base_asset_id, quote_asset_id, symbol, kind, tick_size, lot_size, min_notional)
select md5('BTC-USD ' || code)::uuid, id, md5('BTC')::uuid, md5('USD')::uuid, 'BTC-USD', 'spot', 0.01, 0.0001, 10
  from public.exchanges;

insert into public.portfolios (id, user_id, base_asset_id, name)
select md5('portfolio ' || display_name)::uuid, id, md5('USD')::uuid, 'Main' from public.profiles;

insert into public.trading_accounts (id, user_id, portfolio_id, exchange_id, label)
select md5('account ' || display_name)::uuid, id, md5('portfolio ' || display_name)::uuid, md5('nowhere')::uuid, 'Paper'
  from public.profiles;

insert into public.strategies (id, user_id, name)
select md5(name || ' ' || display_name)::uuid, id, name from public.profiles, unnest(array['momentum', 'unused']) name;

insert into public.orders (id, user_id, trading_account_id, exchange_id, instrument_id, strategy_id, side, type, quantity, limit_price)
select md5('order ' || display_name)::uuid, id, md5('account ' || display_name)::uuid, md5('nowhere')::uuid,
       md5('BTC-USD nowhere')::uuid, md5('momentum ' || display_name)::uuid, 'buy', 'limit', 2, 100
  from public.profiles;

update public.orders set status = 'partially_filled', filled_quantity = 1, average_fill_price = 100, submitted_at = now();

insert into public.trades (id, user_id, order_id, instrument_id, exchange_trade_id, price, quantity, executed_at)
select md5('trade ' || display_name)::uuid, id, md5('order ' || display_name)::uuid, md5('BTC-USD nowhere')::uuid, '1', 100, 1, now()
  from public.profiles;

-- a month that is over, with an order of each
select partitions.create_month('public.orders', 'created_at', '2020-01-01 00:00+00'),
       partitions.create_month('public.trades', 'executed_at', '2020-01-01 00:00+00');
insert into public.orders (id, user_id, trading_account_id, exchange_id, instrument_id, side, type, quantity, created_at)
select md5('old order ' || display_name)::uuid, id, md5('account ' || display_name)::uuid, md5('nowhere')::uuid,
       md5('BTC-USD nowhere')::uuid, 'buy', 'market', 1, '2020-01-15 00:00+00'
  from public.profiles;
update public.orders set status = 'filled', filled_quantity = 1, average_fill_price = 90, submitted_at = created_at, closed_at = created_at
 where created_at < '2021-01-01 00:00+00';
insert into public.trades (id, user_id, order_id, instrument_id, exchange_trade_id, price, quantity, executed_at)
select md5('old trade ' || display_name)::uuid, id, md5('old order ' || display_name)::uuid, md5('BTC-USD nowhere')::uuid, '1', 90, 1,
       '2020-01-15 00:00+00'
  from public.profiles;
select partitions.archive_months();

insert into public.positions (id, user_id, trading_account_id, exchange_id, instrument_id, quantity, average_entry_price)
select md5('position ' || display_name)::uuid, id, md5('account ' || display_name)::uuid, md5('nowhere')::uuid,
       md5('BTC-USD nowhere')::uuid, 1, 100
  from public.profiles;

insert into public.backtest_runs (id, user_id, strategy_id, base_asset_id, name, status, code_version, period_start, period_end,
                                  initial_capital, started_at, finished_at)
select md5('run ' || display_name)::uuid, id, md5('unused ' || display_name)::uuid, md5('USD')::uuid, 'First', 'succeeded', 'a1b2c3d',
       '2025-01-01 00:00+00', '2026-01-01 00:00+00', 1000, now(), now()
  from public.profiles;

insert into public.backtest_trades (id, user_id, run_id, instrument_id, side, quantity, entry_price, entered_at, exit_price, exited_at, pnl)
select md5('backtest trade ' || display_name)::uuid, id, md5('run ' || display_name)::uuid, md5('BTC-USD nowhere')::uuid, 'buy', 1,
       100, '2025-02-01 00:00+00', 110, '2025-02-02 00:00+00', 10
  from public.profiles;

insert into public.backtest_results (user_id, run_id, final_capital, total_return, max_drawdown, win_rate, trade_count)
select id, md5('run ' || display_name)::uuid, 1010, 0.01, 0, 1, 1 from public.profiles;

insert into public.backtest_equity_points (user_id, run_id, observed_at, equity, exposure)
select id, md5('run ' || display_name)::uuid, '2025-02-01 00:00+00', 1000, 100 from public.profiles;

insert into public.market_data_bars (instrument_id, interval_seconds, opened_at, open_price, high_price, low_price, close_price, volume)
select id, 60, '2026-01-01 00:00+00', 100, 101, 99, 100, 5 from public.instruments;

insert into public.exchange_connections (id, user_id, trading_account_id, exchange_id, label)
select md5('connection ' || display_name)::uuid, id, md5('account ' || display_name)::uuid, md5('nowhere')::uuid, 'Main' from public.profiles;

insert into public.strategy_versions (id, user_id, strategy_id, version, code_hash)
select md5('version ' || display_name)::uuid, id, md5('momentum ' || display_name)::uuid, 1, encode(sha256('code'), 'hex')
  from public.profiles;

insert into public.strategy_assignments (id, user_id, trading_account_id, exchange_id, strategy_id, strategy_version_id, active_during)
select md5('assignment ' || display_name)::uuid, id, md5('account ' || display_name)::uuid, md5('nowhere')::uuid,
       md5('momentum ' || display_name)::uuid, md5('version ' || display_name)::uuid, '[2026-01-01 00:00+00,)'
  from public.profiles;

insert into public.signals (id, user_id, strategy_id, strategy_version_id, instrument_id, direction, strength, generated_at)
select md5('signal ' || display_name)::uuid, id, md5('momentum ' || display_name)::uuid, md5('version ' || display_name)::uuid,
       md5('BTC-USD nowhere')::uuid, 'long', 0.5, '2026-01-01 00:00+00'
  from public.profiles;

insert into public.risk_limits (id, user_id, trading_account_id, exchange_id, asset_id, max_order_notional, max_open_orders, max_daily_loss)
select md5('limit ' || display_name)::uuid, id, md5('account ' || display_name)::uuid, md5('nowhere')::uuid, md5('USD')::uuid, 1000, 3, 50
  from public.profiles;

-- its trigger writes daily_results
update public.positions set realized_pnl = -5;

-- its trigger writes balances
insert into public.ledger_entries (id, user_id, trading_account_id, exchange_id, asset_id, kind, amount, reference, occurred_at)
select md5('deposit ' || display_name)::uuid, id, md5('account ' || display_name)::uuid, md5('nowhere')::uuid, md5('USD')::uuid,
       'deposit', 100, 'first', '2026-01-01 00:00+00'
  from public.profiles;

insert into analytics.refresh_log (relation, started_at, duration) values ('daily_volumes', '2026-01-01 00:00+00', '1 second');

-- as the owner would, with a ring that this transaction brings
select set_config('app.exchange_credential_keys', jsonb_build_object(1, repeat('first key ', 4))::text, true);
select set_config('request.jwt.claims', jsonb_build_object('sub', c.user_id)::text, true),
       public.set_exchange_credentials(c.id, 'api-key-of-' || p.display_name, 'api-secret-of-' || p.display_name, 'phrase-of-' || p.display_name)
  from public.exchange_connections c
  join public.profiles p on p.id = c.user_id;
select set_config('request.jwt.claims', '', true);
