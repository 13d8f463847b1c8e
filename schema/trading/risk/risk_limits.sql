create table public.risk_limits (
    id uuid primary key default gen_random_uuid(),
    user_id uuid not null,
    trading_account_id uuid not null,
    exchange_id uuid not null,
    strategy_id uuid,
    instrument_id uuid,
    asset_id uuid,
    max_order_quantity public.quantity,
    max_order_notional public.amount,
    max_open_orders integer,
    max_daily_loss public.amount,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    -- cascade: a rule for an account that is gone; one that has traded is held by its orders
    constraint risk_limits_trading_account_fkey foreign key (user_id, trading_account_id, exchange_id)
        references public.trading_accounts (user_id, id, exchange_id) on delete cascade,
    -- cascade: likewise
    constraint risk_limits_strategy_fkey foreign key (user_id, strategy_id)
        references public.strategies (user_id, id) on delete cascade,
    -- restrict, both: instruments are retired, and a limit in an asset that is gone would be no limit
    constraint risk_limits_instrument_fkey foreign key (exchange_id, instrument_id)
        references public.instruments (exchange_id, id) on delete restrict,
    constraint risk_limits_asset_fkey foreign key (asset_id) references public.assets (id) on delete restrict,
    -- one per scope, nulls counted as equal; begins with the columns of the account's foreign key
    constraint risk_limits_scope_key unique nulls not distinct
        (user_id, trading_account_id, exchange_id, strategy_id, instrument_id, asset_id),
    constraint risk_limits_say_something check (num_nonnulls(max_order_quantity, max_order_notional, max_open_orders, max_daily_loss) > 0),
    constraint risk_limits_quantity_needs_instrument check (max_order_quantity is null or instrument_id is not null),
    constraint risk_limits_asset_matches_sums check ((asset_id is not null) = (num_nonnulls(max_order_notional, max_daily_loss) > 0)),
    constraint risk_limits_daily_loss_not_by_strategy check (max_daily_loss is null or strategy_id is null),
    constraint risk_limits_max_order_notional_positive check (max_order_notional > 0),
    constraint risk_limits_max_open_orders_not_negative check (max_open_orders >= 0),
    constraint risk_limits_max_daily_loss_positive check (max_daily_loss > 0)
);

comment on table public.risk_limits is 'What orders of an account may not exceed, checked as each is entered. All rules that fit an order hold.';
comment on column public.risk_limits.strategy_id is 'Only orders of this strategy; null for all orders, placed by hand or not.';
comment on column public.risk_limits.instrument_id is 'Only orders in this instrument; null for all.';
comment on column public.risk_limits.asset_id is 'What the sums are in. The rule is for instruments quoted in it: a sum in dollars says nothing of one in yen.';
comment on column public.risk_limits.max_order_quantity is 'Of one order; null for no limit, as in the other columns.';
comment on column public.risk_limits.max_order_notional is 'Price times quantity of one order; a market order counts at the last known price.';
comment on column public.risk_limits.max_open_orders is 'In the rule''s scope, the new one included; zero stops trading.';
comment on column public.risk_limits.max_daily_loss is 'Realized since midnight UTC; once it is reached only orders that reduce a position are taken.';

create trigger set_updated_at before update on public.risk_limits
    for each row execute function private.set_updated_at();

alter table public.risk_limits enable row level security;

-- clients read; the platform's risk desk writes, past row level security: a limit that its subject can lift is none
create policy risk_limits_select_own on public.risk_limits for select to authenticated
    using (user_id = (select auth.uid()));

grant select on public.risk_limits to authenticated;
grant select, insert, update, delete on public.risk_limits to service_role;
