create table public.market_data_bars (
    instrument_id uuid not null,
    interval_seconds integer not null,
    opened_at timestamptz not null,
    open_price public.price not null,
    high_price public.price not null,
    low_price public.price not null,
    close_price public.price not null,
    volume public.amount not null,
    trade_count integer,
    -- with the alignment below the key leaves no room for two bars of one length over the same time; it is also the order of every read
    constraint market_data_bars_pkey primary key (instrument_id, interval_seconds, opened_at),
    -- restrict: instruments are retired; what backtests ran on stays
    constraint market_data_bars_instrument_fkey foreign key (instrument_id) references public.instruments (id) on delete restrict,
    constraint market_data_bars_interval_offered check (interval_seconds in (60, 300, 900, 3600, 14400, 86400)),
    constraint market_data_bars_opened_at_aligned check (mod(extract(epoch from opened_at), interval_seconds) = 0),
    constraint market_data_bars_low_is_lowest check (low_price <= open_price and low_price <= close_price),
    constraint market_data_bars_high_is_highest check (high_price >= open_price and high_price >= close_price),
    constraint market_data_bars_volume_not_negative check (volume >= 0),
    constraint market_data_bars_trade_count_not_negative check (trade_count >= 0)
);

comment on table public.market_data_bars is 'Prices and volume of an instrument over intervals of one length: what strategies read and backtests run on.';
comment on column public.market_data_bars.interval_seconds is 'Length of the bar: one, five or fifteen minutes, one or four hours, a day (UTC).';
comment on column public.market_data_bars.opened_at is 'First moment of the bar, a multiple of its length; the end is not included.';
comment on column public.market_data_bars.volume is 'Traded quantity, in the base asset; zero where nothing was traded and the prices are the last known.';
comment on column public.market_data_bars.trade_count is 'Null where the exchange does not say.';

alter table public.market_data_bars enable row level security;

create policy market_data_bars_select_all on public.market_data_bars for select to authenticated using (true);

-- the feed writes, past row level security; an exchange may correct a bar, and old ones are thinned out
grant select on public.market_data_bars to authenticated;
grant select, insert, update, delete on public.market_data_bars to service_role;
