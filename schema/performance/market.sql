-- foreign keys: without an index each delete of an asset or exchange reads the whole table
create index portfolios_base_asset_idx on public.portfolios (base_asset_id);
create index trading_accounts_exchange_idx on public.trading_accounts (exchange_id);
create index instruments_base_asset_idx on public.instruments (base_asset_id);
create index instruments_quote_asset_idx on public.instruments (quote_asset_id);

-- bars of all instruments over a span of time, for thinning out and for exports: they arrive nearly in order, so that summaries of pages do
create index market_data_bars_opened_at_idx on public.market_data_bars using brin (opened_at);
