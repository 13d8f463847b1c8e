create table public.trades (
    id uuid primary key default gen_random_uuid(),
    user_id uuid not null,
    order_id uuid not null,
    instrument_id uuid not null,
    exchange_trade_id text not null,
    liquidity public.liquidity,
    price public.price not null,
    quantity public.quantity not null,
    fee_amount public.amount not null default 0,
    fee_asset_id uuid,
    executed_at timestamptz not null,
    created_at timestamptz not null default now(),
    -- restrict: what was executed was executed
    constraint trades_order_fkey foreign key (user_id, order_id, instrument_id)
        references public.orders (user_id, id, instrument_id) on delete restrict,
    -- restrict: a fee in an unknown asset cannot be booked
    constraint trades_fee_asset_fkey foreign key (fee_asset_id) references public.assets (id) on delete restrict,
    -- unique per order, which decides user and instrument; with them the index serves the foreign key too
    constraint trades_exchange_trade_key unique (user_id, order_id, instrument_id, exchange_trade_id),
    constraint trades_exchange_trade_id_length check (char_length(exchange_trade_id) between 1 and 64),
    constraint trades_fee_has_asset check (fee_amount = 0 or fee_asset_id is not null)
);

comment on table public.trades is 'Executions of orders, as the exchange reported them; written once, never changed.';
comment on column public.trades.exchange_trade_id is 'The exchange''s name for it; both sides of a trade between two orders of one user share it, so it is unique in its order.';
comment on column public.trades.instrument_id is 'The order''s instrument, repeated for queries by instrument; the foreign key keeps it equal.';
comment on column public.trades.liquidity is 'Null where the exchange does not say.';
comment on column public.trades.fee_amount is 'Paid in fee_asset_id; negative for a rebate.';
comment on column public.trades.executed_at is 'The exchange''s clock; created_at is ours.';

alter table public.trades enable row level security;

-- clients read; the execution engine writes, past row level security, and cannot change what it wrote either
create policy trades_select_own on public.trades for select to authenticated
    using (user_id = (select auth.uid()));

grant select on public.trades to authenticated;
grant select, insert on public.trades to service_role;
