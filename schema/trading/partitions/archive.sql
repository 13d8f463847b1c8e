-- Months that are over, as partitions of tables that nobody adds to. They keep their rows' foreign keys, so that books stay complete here too.
create schema archive;
comment on schema archive is 'Months of orders and trades that are over; not exposed by the API.';
grant usage on schema archive to authenticated, service_role;

create table archive.orders (
    like public.orders including constraints including comments,
    constraint orders_pkey primary key (id, created_at),
    constraint orders_trading_account_fkey foreign key (user_id, trading_account_id, exchange_id)
        references public.trading_accounts (user_id, id, exchange_id) on delete restrict,
    constraint orders_instrument_fkey foreign key (exchange_id, instrument_id)
        references public.instruments (exchange_id, id) on delete restrict,
    constraint orders_strategy_fkey foreign key (user_id, strategy_id)
        references public.strategies (user_id, id) on delete restrict
) partition by range (created_at);

create table archive.trades (
    like public.trades including constraints including comments,
    constraint trades_pkey primary key (id, executed_at),
    constraint trades_order_fkey foreign key (user_id, order_id, instrument_id)
        references private.order_keys (user_id, order_id, instrument_id) on delete restrict,
    constraint trades_fee_asset_fkey foreign key (fee_asset_id) references public.assets (id) on delete restrict,
    constraint trades_exchange_trade_key unique (user_id, order_id, instrument_id, exchange_trade_id, executed_at)
) partition by range (executed_at);

comment on table archive.orders is 'Orders of months that are over; each had come to its end when its month did.';
comment on table archive.trades is 'Executions of months that are over.';

-- foreign keys, and whose history it is; the same as the months have already, so that nothing is built as one comes in
create index orders_client_order_idx on archive.orders (user_id, trading_account_id, exchange_id, client_order_id);
create index orders_recent_idx on archive.orders (user_id, created_at desc, id desc);
create index orders_instrument_idx on archive.orders (exchange_id, instrument_id, created_at desc);
create index orders_strategy_idx on archive.orders (user_id, strategy_id, created_at desc) where strategy_id is not null;
create index trades_recent_idx on archive.trades (user_id, executed_at desc, id desc);
create index trades_fee_asset_idx on archive.trades (fee_asset_id) where fee_asset_id is not null;

create trigger never_changed before insert or update or delete on archive.orders
    for each row execute function private.refuse_change();
create trigger never_changed before insert or update or delete on archive.trades
    for each row execute function private.refuse_change();

alter table archive.orders enable row level security;
alter table archive.trades enable row level security;

create policy orders_select_own on archive.orders for select to authenticated
    using (user_id = (select auth.uid()));
create policy trades_select_own on archive.trades for select to authenticated
    using (user_id = (select auth.uid()));

grant select on archive.orders, archive.trades to authenticated, service_role;
