create table public.orders (
    id uuid not null default gen_random_uuid(),
    user_id uuid not null default auth.uid(),
    trading_account_id uuid not null,
    exchange_id uuid not null,
    instrument_id uuid not null,
    strategy_id uuid,
    client_order_id text not null default gen_random_uuid()::text,
    exchange_order_id text,
    side public.order_side not null,
    type public.order_type not null,
    time_in_force public.time_in_force not null default 'gtc',
    status public.order_status not null default 'pending',
    quantity public.quantity not null,
    limit_price public.price,
    stop_price public.price,
    filled_quantity public.amount not null default 0,
    average_fill_price public.price,
    reject_reason text,
    expires_at timestamptz,
    cancel_requested_at timestamptz,
    submitted_at timestamptz,
    closed_at timestamptz,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    -- restrict, all three: an order is a record of business and outlives every wish to tidy up
    constraint orders_trading_account_fkey foreign key (user_id, trading_account_id, exchange_id)
        references public.trading_accounts (user_id, id, exchange_id) on delete restrict,
    constraint orders_instrument_fkey foreign key (exchange_id, instrument_id)
        references public.instruments (exchange_id, id) on delete restrict,
    constraint orders_strategy_fkey foreign key (user_id, strategy_id)
        references public.strategies (user_id, id) on delete restrict,
    -- a key of a partitioned table has the column that it is cut by; what is unique over all months stands in private.order_keys
    constraint orders_pkey primary key (id, created_at),
    constraint orders_client_order_id_length check (char_length(client_order_id) between 1 and 64),
    constraint orders_limit_price_matches_type check ((type in ('limit', 'stop_limit')) = (limit_price is not null)),
    constraint orders_stop_price_matches_type check ((type in ('stop', 'stop_limit')) = (stop_price is not null)),
    constraint orders_filled_within_quantity check (filled_quantity between 0 and quantity),
    constraint orders_fill_price_matches_fill check ((filled_quantity > 0) = (average_fill_price is not null)),
    constraint orders_status_matches_fill check (
        case status
            when 'pending' then filled_quantity = 0
            when 'open' then filled_quantity = 0
            when 'rejected' then filled_quantity = 0
            when 'partially_filled' then filled_quantity > 0 and filled_quantity < quantity
            when 'filled' then filled_quantity = quantity
            else filled_quantity < quantity
        end
    ),
    constraint orders_closed_at_matches_status check (
        (status in ('filled', 'cancelled', 'rejected', 'expired')) = (closed_at is not null)
    ),
    constraint orders_submitted_before_working check (status not in ('open', 'partially_filled', 'filled') or submitted_at is not null),
    constraint orders_expires_at_matches_force check ((time_in_force = 'gtd') = (expires_at is not null)),
    constraint orders_reject_reason_matches_status check ((status = 'rejected') = (reject_reason is not null)),
    constraint orders_submitted_before_closed check (closed_at >= submitted_at)
) partition by range (created_at);

-- what no month takes; partitions.create_months() moves it where it belongs
create table partitions.orders_default partition of public.orders default;
alter table partitions.orders_default enable row level security;

comment on table public.orders is 'Orders from the wish to the end: clients insert and ask to cancel, the execution engine writes everything else.';
comment on column public.orders.exchange_id is 'The account''s exchange, repeated so that a foreign key can hold order, account and instrument to one exchange.';
comment on column public.orders.strategy_id is 'What placed the order; null when the user did.';
comment on column public.orders.client_order_id is 'Chosen by the client, unique in the account: sending the same order twice makes one.';
comment on column public.orders.exchange_order_id is 'The exchange''s name for the order; null until it has taken it.';
comment on column public.orders.limit_price is 'Worst price accepted; exactly limit and stop_limit orders have one.';
comment on column public.orders.stop_price is 'Price that wakes the order; exactly stop and stop_limit orders have one.';
comment on column public.orders.filled_quantity is 'Sum of the quantities of its trades.';
comment on column public.orders.average_fill_price is 'Mean price of its trades, weighted by quantity; null before the first.';
comment on column public.orders.expires_at is 'When an order with time_in_force gtd ends.';
comment on column public.orders.cancel_requested_at is 'When the user asked to cancel; the order may still fill before the exchange agrees.';
comment on column public.orders.submitted_at is 'When the exchange took the order.';
comment on column public.orders.closed_at is 'When the order came to one of its four ends; null while it works.';

create trigger set_updated_at before update on public.orders
    for each row execute function private.set_updated_at();

alter table public.orders enable row level security;

create policy orders_select_own on public.orders for select to authenticated
    using (user_id = (select auth.uid()));
create policy orders_insert_own on public.orders for insert to authenticated
    with check (
        user_id = (select auth.uid())
        and exists (select from public.trading_accounts a where a.id = orders.trading_account_id and a.status = 'active')
    );
-- only the request to cancel can be written, and only while there is something to cancel
create policy orders_update_own on public.orders for update to authenticated
    using (user_id = (select auth.uid()) and closed_at is null)
    with check (user_id = (select auth.uid()));
-- no delete, for the service neither: an order ends, it does not vanish

grant select,
      insert (id, user_id, trading_account_id, exchange_id, instrument_id, strategy_id, client_order_id, side, type, time_in_force,
              quantity, limit_price, stop_price, expires_at),
      update (cancel_requested_at)
    on public.orders to authenticated;
grant select, insert, update on public.orders to service_role;
