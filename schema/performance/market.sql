-- foreign keys: without an index each delete of an asset or exchange reads the whole table
create index portfolios_base_asset_idx on public.portfolios (base_asset_id);
create index trading_accounts_exchange_idx on public.trading_accounts (exchange_id);
create index instruments_base_asset_idx on public.instruments (base_asset_id);
create index instruments_quote_asset_idx on public.instruments (quote_asset_id);
