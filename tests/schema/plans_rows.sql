-- A million orders of a hundred users over a year, each with a trade unless it is open; on top of rows.sql, as superuser without triggers.
select partitions.create_months(0, now() - interval '13 months');
set session_replication_role = replica;

insert into public.instruments (id, exchange_id, base_asset_id, quote_asset_id, symbol, kind, tick_size, lot_size)
select md5('instrument ' || n)::uuid, md5('nowhere')::uuid, md5('BTC')::uuid, md5('USD')::uuid, 'I' || n, 'spot', 0.01, 0.0001
  from generate_series(0, 99) n;

insert into public.orders (id, user_id, trading_account_id, exchange_id, instrument_id, strategy_id, client_order_id, exchange_order_id, side, type,
                           time_in_force, status, quantity, filled_quantity, average_fill_price, expires_at, submitted_at, closed_at, created_at)
select o.id, o.user_id, md5('account ' || o.user_id)::uuid, md5('nowhere')::uuid, md5('instrument ' || n % 9973 % 100)::uuid,
       md5('strategy ' || o.user_id)::uuid, o.id::text, o.id::text, case n % 2 when 0 then 'buy' else 'sell' end::public.order_side, 'market',
       case when n % 500 = 1 then 'gtd' else 'gtc' end::public.time_in_force,
       case when n % 500 < 2 then 'open' else 'filled' end::public.order_status,
       1, (n % 500 >= 2)::integer, case when n % 500 >= 2 then 100 end,
       case when n % 500 = 1 then o.created_at + interval '300 days' end, o.created_at, case when n % 500 >= 2 then o.created_at end, o.created_at
  from generate_series(1, 1000000) n,
       lateral (select md5('big ' || n)::uuid, md5('user ' || n / 500 % 100)::uuid, now() - (1000000 - n) * interval '31 seconds') o (id, user_id, created_at);

insert into private.order_keys (order_id, user_id, trading_account_id, instrument_id, client_order_id, exchange_order_id, created_at)
select id, user_id, trading_account_id, instrument_id, client_order_id, exchange_order_id, created_at from public.orders where exchange_order_id is not null;

insert into public.trades (user_id, order_id, instrument_id, exchange_trade_id, price, quantity, executed_at)
select user_id, id, instrument_id, '1', 100, 1, created_at from public.orders where exchange_order_id is not null and closed_at is not null
 order by created_at;

set session_replication_role = origin;
vacuum (analyze) public.orders;
vacuum (analyze) public.trades;
vacuum (analyze) private.order_keys;
