create materialized view analytics.exposure as
select p.instrument_id,
       a.mode,
       count(*) as position_count,
       coalesce(sum(p.quantity) filter (where p.quantity > 0), 0)::numeric(38, 18) as long_quantity,
       coalesce(-sum(p.quantity) filter (where p.quantity < 0), 0)::numeric(38, 18) as short_quantity,
       sum(p.quantity)::numeric(38, 18) as net_quantity,
       sum(abs(p.quantity) * p.average_entry_price)::numeric(38, 18) as entry_notional,
       b.close_price::numeric(38, 18) as last_price,
       (sum(abs(p.quantity)) * b.close_price)::numeric(38, 18) as market_notional
  from public.positions p
  join public.trading_accounts a on a.id = p.trading_account_id
  left join lateral (select m.close_price
                       from public.market_data_bars m
                      where m.instrument_id = p.instrument_id and m.interval_seconds = 60
                      order by m.opened_at desc
                      limit 1) b on true
 where p.quantity <> 0
 group by p.instrument_id, a.mode, b.close_price;

comment on materialized view analytics.exposure is 'What the platform''s users hold of an instrument, open positions only, as of the last refresh.';
comment on column analytics.exposure.mode is 'Paper positions are rows of their own: whoever adds up says which are meant.';
comment on column analytics.exposure.entry_notional is 'Long and short added up without sign, at the prices of entry, in the quote asset.';
comment on column analytics.exposure.last_price is 'Close of the newest bar of a minute, however old; null where there is none.';
comment on column analytics.exposure.market_notional is 'As entry_notional, at last_price.';

create unique index exposure_instrument_mode_key on analytics.exposure (instrument_id, mode);

grant select on analytics.exposure to service_role;
