-- foreign key, and a strategy's newest runs
create index backtest_runs_strategy_idx on public.backtest_runs (user_id, strategy_id, created_at desc);

-- the queue that workers take from, first come first served
create index backtest_runs_queue_idx on public.backtest_runs (created_at) where status = 'queued';

-- foreign keys, and a run's trades in the order they were entered
create index backtest_runs_base_asset_idx on public.backtest_runs (base_asset_id);
create index backtest_trades_run_idx on public.backtest_trades (user_id, run_id, entered_at);
create index backtest_trades_instrument_idx on public.backtest_trades (instrument_id);
