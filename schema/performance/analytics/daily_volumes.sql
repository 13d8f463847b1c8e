create materialized view analytics.daily_volumes as
select t.instrument_id,
       (t.executed_at at time zone 'UTC')::date as day,
       count(*) as trade_count,
       sum(t.quantity)::numeric(38, 18) as quantity,
       sum(t.price * t.quantity)::numeric(38, 18) as notional,
       min(t.price)::numeric(38, 18) as lowest_price,
       max(t.price)::numeric(38, 18) as highest_price
  from public.trade_history t
 group by 1, 2;

comment on materialized view analytics.daily_volumes is 'What the platform''s users traded of an instrument on a day (UTC), as of the last refresh.';
comment on column analytics.daily_volumes.notional is 'Sum of price times quantity, in the quote asset.';

-- refresh concurrently, which does not block readers, asks for a unique index over all rows
create unique index daily_volumes_instrument_day_key on analytics.daily_volumes (instrument_id, day);

grant select on analytics.daily_volumes to service_role;

-- the schedule of projects that refresh by this name
create function analytics.refresh_daily_volumes() returns void
    language sql
    security definer
    set search_path = ''
as $$
    select analytics.refresh('daily_volumes')
$$;
comment on function analytics.refresh_daily_volumes() is 'Brings daily_volumes up to date without blocking its readers.';

revoke execute on function analytics.refresh_daily_volumes() from public;
grant execute on function analytics.refresh_daily_volumes() to service_role;
