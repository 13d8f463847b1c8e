create table public.instruments (
    id uuid primary key default gen_random_uuid(),
    exchange_id uuid not null,
    base_asset_id uuid not null,
    quote_asset_id uuid not null,
    symbol text not null,
    kind public.instrument_kind not null,
    status public.listing_status not null default 'active',
    tick_size public.price not null,
    lot_size public.quantity not null,
    min_notional public.amount,
    expires_at timestamptz,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    -- restrict, all three: an instrument that was traded is retired, and so is what it is made of
    constraint instruments_exchange_fkey foreign key (exchange_id) references public.exchanges (id) on delete restrict,
    constraint instruments_base_asset_fkey foreign key (base_asset_id) references public.assets (id) on delete restrict,
    constraint instruments_quote_asset_fkey foreign key (quote_asset_id) references public.assets (id) on delete restrict,
    constraint instruments_exchange_symbol_key unique (exchange_id, symbol),
    -- the target of foreign keys that carry the exchange along
    constraint instruments_exchange_id_key unique (exchange_id, id),
    constraint instruments_symbol_length check (char_length(symbol) between 1 and 64),
    constraint instruments_assets_differ check (base_asset_id <> quote_asset_id),
    constraint instruments_min_notional_positive check (min_notional > 0),
    constraint instruments_expiry_matches_kind check ((kind = 'future') = (expires_at is not null))
);

comment on table public.instruments is 'What is traded at one exchange: a pair of assets under the exchange''s own rules.';
comment on column public.instruments.symbol is 'The exchange''s name for it, as its API spells it.';
comment on column public.instruments.tick_size is 'Prices are multiples of it.';
comment on column public.instruments.lot_size is 'Quantities are multiples of it.';
comment on column public.instruments.min_notional is 'Least price times quantity that the exchange takes, in the quote asset; null where it sets none.';
comment on column public.instruments.expires_at is 'When a future settles; null for everything else.';

create trigger set_updated_at before update on public.instruments
    for each row execute function private.set_updated_at();

alter table public.instruments enable row level security;

-- retired ones too: past orders name them
create policy instruments_select_all on public.instruments for select to authenticated using (true);

grant select on public.instruments to authenticated;
grant select, insert, update, delete on public.instruments to service_role;
