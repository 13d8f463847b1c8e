-- An order's fills stand in the order itself, so that no trade has to be read.
create materialized view analytics.strategy_performance as
select o.user_id,
       o.strategy_id,
       o.instrument_id,
       a.mode,
       count(*) as order_count,
       count(*) filter (where o.status = 'filled') as filled_count,
       count(*) filter (where o.status = 'rejected') as rejected_count,
       coalesce(sum(o.filled_quantity) filter (where o.side = 'buy'), 0)::numeric(38, 18) as bought_quantity,
       coalesce(sum(o.filled_quantity) filter (where o.side = 'sell'), 0)::numeric(38, 18) as sold_quantity,
       coalesce(sum(o.filled_quantity * o.average_fill_price) filter (where o.side = 'buy'), 0)::numeric(38, 18) as bought_notional,
       coalesce(sum(o.filled_quantity * o.average_fill_price) filter (where o.side = 'sell'), 0)::numeric(38, 18) as sold_notional,
       (least(sum(o.filled_quantity) filter (where o.side = 'buy'), sum(o.filled_quantity) filter (where o.side = 'sell'))
        * (sum(o.filled_quantity * o.average_fill_price) filter (where o.side = 'sell')
           / nullif(sum(o.filled_quantity) filter (where o.side = 'sell'), 0)
           - sum(o.filled_quantity * o.average_fill_price) filter (where o.side = 'buy')
           / nullif(sum(o.filled_quantity) filter (where o.side = 'buy'), 0)))::numeric(38, 18) as matched_pnl,
       max(o.created_at) as last_order_at
  from public.order_history o
  join public.trading_accounts a on a.id = o.trading_account_id
 where o.strategy_id is not null
 group by 1, 2, 3, 4;

comment on materialized view analytics.strategy_performance is 'What a strategy ordered in an instrument and what came of it, as of the last refresh.';
comment on column analytics.strategy_performance.mode is 'Paper results are rows of their own: whoever adds up says which are meant.';
comment on column analytics.strategy_performance.bought_notional is 'Sum of price times quantity, in the quote asset, as sold_notional.';
comment on column analytics.strategy_performance.matched_pnl is
    'What was both bought and sold, at the mean prices, fees not deducted, in the quote asset; null where only one of them happened.';

create unique index strategy_performance_key on analytics.strategy_performance (strategy_id, instrument_id, mode);

grant select on analytics.strategy_performance to service_role;
