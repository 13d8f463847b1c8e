-- a user's newest executions, page by page
create index trades_recent_idx on public.trades (user_id, executed_at desc, id desc);

-- an instrument's tape over a span of time
create index trades_instrument_idx on public.trades (instrument_id, executed_at desc);

-- spans of time over everything: rows arrive nearly in order, so that a few pages of summaries do
create index trades_executed_at_idx on public.trades using brin (executed_at);

-- foreign key
create index trades_fee_asset_idx on public.trades (fee_asset_id) where fee_asset_id is not null;
