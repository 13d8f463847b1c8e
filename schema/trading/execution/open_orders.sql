-- security_invoker: whoever reads the view meets the policies of the tables, as if reading them
create view public.open_orders with (security_invoker = true) as
select o.id,
       o.user_id,
       o.trading_account_id,
       a.label as account_label,
       e.code as exchange_code,
       i.symbol,
       o.strategy_id,
       o.client_order_id,
       o.side,
       o.type,
       o.time_in_force,
       o.status,
       o.quantity,
       o.filled_quantity,
       (o.quantity - o.filled_quantity)::numeric(38, 18) as remaining_quantity,
       o.limit_price,
       o.stop_price,
       o.cancel_requested_at,
       o.created_at
  from public.orders o
  join public.trading_accounts a on a.id = o.trading_account_id
  join public.exchanges e on e.id = o.exchange_id
  join public.instruments i on i.id = o.instrument_id
 where o.closed_at is null;

comment on view public.open_orders is 'Orders that may still fill, with the names that a blotter shows.';
comment on column public.open_orders.remaining_quantity is 'What is left to fill.';

grant select on public.open_orders to authenticated, service_role;
