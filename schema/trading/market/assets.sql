create table public.assets (
    id uuid primary key default gen_random_uuid(),
    code text not null,
    name text not null,
    kind public.asset_kind not null,
    decimals smallint not null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint assets_code_key unique (code),
    constraint assets_code_form check (code ~ '^[A-Z0-9][A-Z0-9._-]{0,19}$'),
    constraint assets_name_length check (char_length(name) between 1 and 80),
    constraint assets_decimals_stored check (decimals between 0 and 18)
);

comment on table public.assets is 'What can be held or paid with: currencies, coins, shares.';
comment on column public.assets.code is 'Ticker or ISO 4217 code in capitals: BTC, USD, AAPL.';
comment on column public.assets.decimals is 'Digits after the point of its smallest unit; at most the eighteen that the domains store.';

create trigger set_updated_at before update on public.assets
    for each row execute function private.set_updated_at();

alter table public.assets enable row level security;

create policy assets_select_all on public.assets for select to authenticated using (true);

grant select on public.assets to authenticated;
grant select, insert, update, delete on public.assets to service_role;
