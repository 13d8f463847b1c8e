-- foreign keys
create index risk_limits_strategy_idx on public.risk_limits (user_id, strategy_id);
create index risk_limits_instrument_idx on public.risk_limits (exchange_id, instrument_id);
create index risk_limits_asset_idx on public.risk_limits (asset_id) where asset_id is not null;
create index daily_results_instrument_idx on public.daily_results (exchange_id, instrument_id);
