-- What the platform asks most, with the index that answers and how many pages (8 kB) it may read: ten times what was measured, and rounded.
-- Each begins with `-- name: <what> | <index> | <pages>`; test_plans.py gives the values of :user and the others.

-- name: newest orders of a user | orders_recent_idx | 600
select * from public.orders where user_id = :user order by created_at desc, id desc limit 50;

-- name: next page of a user's orders | orders_recent_idx | 600
select * from public.orders
 where user_id = :user and (created_at, id) < (now() - interval '100 days', :user)
 order by created_at desc, id desc limit 50;

-- name: open orders of an account | orders_open_idx | 240
select * from public.orders where user_id = :user and trading_account_id = :account and closed_at is null order by created_at desc;

-- name: an order by the client's name | orders_client_order_idx | 400
select * from public.orders
 where user_id = :user and trading_account_id = :account and exchange_id = :exchange and client_order_id = :order::text;

-- name: an order by the exchange's name | orders_exchange_order_idx | 400
select * from public.orders where trading_account_id = :account and exchange_order_id = :order::text;

-- name: expired orders | orders_expiring_idx | 1000
select id from public.orders where closed_at is null and expires_at is not null and expires_at < now() order by expires_at limit 100;

-- name: newest orders of a strategy | orders_strategy_idx | 600
select * from public.orders where user_id = :user and strategy_id = :strategy order by created_at desc limit 50;

-- name: newest orders in an instrument | orders_instrument_idx | 500
select * from public.orders where exchange_id = :exchange and instrument_id = :instrument order by created_at desc limit 50;

-- name: fills of an order | trades_exchange_trade_key | 400
select * from public.trades where user_id = :user and order_id = :order and instrument_id = :instrument;

-- name: newest executions of a user | trades_recent_idx | 600
select * from public.trades where user_id = :user order by executed_at desc, id desc limit 50;

-- name: tape of an instrument over an hour | trades_instrument_idx | 50
select price, quantity, executed_at from public.trades
 where instrument_id = :instrument and executed_at >= now() - interval '10 days' and executed_at < now() - interval '10 days' + interval '1 hour'
 order by executed_at desc;

-- name: volume of one day | trades_executed_at_idx | 3000
select instrument_id, sum(quantity) from public.trades
 where executed_at >= now() - interval '10 days' and executed_at < now() - interval '9 days' group by 1;
