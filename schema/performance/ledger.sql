-- foreign keys
create index ledger_entries_asset_idx on public.ledger_entries (asset_id);
create index balances_asset_idx on public.balances (asset_id);

-- an account's statement, newest first, page by page
create index ledger_entries_recent_idx on public.ledger_entries (user_id, trading_account_id, occurred_at desc, id desc);

-- both sides of a transfer, looked up as each is booked
create index ledger_entries_transfer_idx on public.ledger_entries (user_id, reference) where kind = 'transfer';
