-- What was realized and what fees were booked are each summed first: joined before, every fee would be counted once an instrument.
create materialized view analytics.daily_pnl as
select b.user_id,
       b.trading_account_id,
       a.mode,
       b.asset_id,
       b.day,
       sum(b.realized_pnl)::numeric(38, 18) as realized_pnl,
       sum(b.fees)::numeric(38, 18) as fees,
       sum(b.realized_pnl + b.fees)::numeric(38, 18) as net_pnl
  from (select d.user_id, d.trading_account_id, i.quote_asset_id as asset_id, d.day, sum(d.realized_pnl) as realized_pnl, 0 as fees
          from public.daily_results d
          join public.instruments i on i.id = d.instrument_id
         group by 1, 2, 3, 4
        union all
        select l.user_id, l.trading_account_id, l.asset_id, (l.occurred_at at time zone 'UTC')::date, 0, sum(l.amount)
          from public.ledger_entries l
         where l.kind = 'fee'
         group by 1, 2, 3, 4) b
  join public.trading_accounts a on a.id = b.trading_account_id
 group by 1, 2, 3, 4, 5;

comment on materialized view analytics.daily_pnl is 'What an account won or lost in an asset on a day (UTC), as of the last refresh.';
comment on column analytics.daily_pnl.mode is 'Paper results are rows of their own: whoever adds up says which are meant.';
comment on column analytics.daily_pnl.fees is 'As booked: negative for what was paid, positive for a rebate.';
comment on column analytics.daily_pnl.net_pnl is 'Realized and fees; a fee in another asset stands in that asset''s row.';

create unique index daily_pnl_account_asset_day_key on analytics.daily_pnl (trading_account_id, asset_id, day);

grant select on analytics.daily_pnl to service_role;
