create table public.positions (
    id uuid primary key default gen_random_uuid(),
    user_id uuid not null,
    trading_account_id uuid not null,
    exchange_id uuid not null,
    instrument_id uuid not null,
    quantity public.amount not null default 0,
    average_entry_price public.price,
    realized_pnl public.amount not null default 0,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    -- cascade: a position is derived from trades; an account that has any is held by its orders
    constraint positions_trading_account_fkey foreign key (user_id, trading_account_id, exchange_id)
        references public.trading_accounts (user_id, id, exchange_id) on delete cascade,
    -- restrict: instruments are retired
    constraint positions_instrument_fkey foreign key (exchange_id, instrument_id)
        references public.instruments (exchange_id, id) on delete restrict,
    -- one per account and instrument, since the account decides user and exchange; with them the index serves the foreign key too
    constraint positions_account_instrument_key unique (user_id, trading_account_id, exchange_id, instrument_id),
    constraint positions_entry_price_matches_quantity check ((quantity = 0) = (average_entry_price is null))
);

comment on table public.positions is 'What an account holds of an instrument now: the running sum of its trades, kept by the execution engine.';
comment on column public.positions.quantity is 'Positive when long, negative when short, zero when closed; the row stays for its result.';
comment on column public.positions.average_entry_price is 'Mean price of what is open; null when nothing is.';
comment on column public.positions.realized_pnl is 'Result of what was closed since the first trade, in the quote asset, fees not deducted.';

create trigger set_updated_at before update on public.positions
    for each row execute function private.set_updated_at();

alter table public.positions enable row level security;

-- clients read; the execution engine writes, past row level security
create policy positions_select_own on public.positions for select to authenticated
    using (user_id = (select auth.uid()));

grant select on public.positions to authenticated;
grant select, insert, update, delete on public.positions to service_role;
