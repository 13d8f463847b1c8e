-- a user's newest orders, page by page: id breaks ties of created_at, so that a page can start after the last row of the one before
create index orders_recent_idx on public.orders (user_id, created_at desc, id desc);

-- the blotter and the engine's working set: a few open orders among millions that are closed
create index orders_open_idx on public.orders (user_id, trading_account_id, created_at desc) where closed_at is null;

-- the sweep for orders whose time is up
create index orders_expiring_idx on public.orders (expires_at) where closed_at is null and expires_at is not null;

-- foreign keys, and the newest orders of an instrument or a strategy
create index orders_instrument_idx on public.orders (exchange_id, instrument_id, created_at desc);
create index orders_strategy_idx on public.orders (user_id, strategy_id, created_at desc) where strategy_id is not null;

-- an order by the name that the client gave it (and the foreign key), and by the exchange's
create index orders_client_order_idx on public.orders (user_id, trading_account_id, exchange_id, client_order_id);
create index orders_exchange_order_idx on public.orders (trading_account_id, exchange_order_id) where exchange_order_id is not null;
