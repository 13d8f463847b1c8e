-- foreign keys; what runs on an account, and where a version ran
create index strategy_assignments_trading_account_idx on public.strategy_assignments (user_id, trading_account_id, exchange_id);
create index strategy_assignments_version_idx on public.strategy_assignments (user_id, strategy_id, strategy_version_id);

-- foreign key, and what strategies say of an instrument
create index signals_instrument_idx on public.signals (instrument_id, generated_at desc);
