-- schemactl migration 001_trading_tables
-- parent: 000_migrations_table sha256:d4b85b31a6db212c2873df6711ffabe327b680d7089d7ade58d9906e96e58a3c
-- from: fp:c82e6007a39ee1d2  to: fp:eb8c4099d7257302
-- proved: up, down on PostgreSQL 17.10 (sha256:cedf1eface1f96c7175074caa913df08fdae73ae9d329dc2d162e61941918990)
-- changes: +1 schema, +11 enums, +3 domains, +10 tables, +1 function, +1 view
-- access: authenticated: + update on column public.orders.cancel_requested_at; + insert on column public.orders.client_order_id, column
--          public.orders.exchange_id, column public.orders.expires_at and 20 more; + insert, update on column
--          public.portfolios.base_asset_id, column public.portfolios.name, column public.profiles.display_name and 6 more; + select,
--          select by policy on table public.assets, table public.exchanges, table public.instruments and 2 more; + insert by policy,
--          select, select by policy, update by policy on table public.orders, table public.profiles; + delete, delete by policy, insert by
--          policy, select, select by policy, update by policy on table public.portfolios, table public.strategies, table
--          public.trading_accounts; + select on view public.open_orders
--        | service_role: + delete, insert, select, update on table public.assets, table public.exchanges, table public.instruments and 5
--          more; + insert, select, update on table public.orders; + insert, select on table public.trades; + select on view
--          public.open_orders
-- locks: auth.users SHARE ROW EXCLUSIVE (measured)
-- rewrites: none
-- hazards: changes_access (column public.orders.cancel_requested_at: authenticated gains update, and access to 43 more)

-- UP
create schema private;
comment on schema private is 'Functions for triggers and policies; not exposed by the API.';

create type public.account_mode as enum ('paper', 'live');
comment on type public.account_mode is 'Whether orders reach the exchange (live) or are filled by the simulator (paper).';

create type public.account_status as enum ('active', 'suspended', 'closed');
comment on type public.account_status is 'Whether an account takes orders: suspended by the platform, closed for good.';

create type public.asset_kind as enum ('fiat', 'crypto', 'equity', 'commodity');
comment on type public.asset_kind is 'What an asset is; commission and settlement rules differ by it.';

create type public.instrument_kind as enum ('spot', 'perpetual', 'future');
comment on type public.instrument_kind is 'What is traded: the asset itself, a contract without end, or one that expires.';

create type public.liquidity as enum ('maker', 'taker');
comment on type public.liquidity is 'Whether a trade gave liquidity or took it; fees depend on it.';

create type public.listing_status as enum ('active', 'suspended', 'retired');
comment on type public.listing_status is 'Whether an exchange or instrument can be traded: suspended comes back, retired stays for the history only.';

create type public.order_side as enum ('buy', 'sell');
comment on type public.order_side is 'Direction of an order, and of what results from it.';

create type public.order_status as enum ('pending', 'open', 'partially_filled', 'filled', 'cancelled', 'rejected', 'expired');
comment on type public.order_status is 'Life of an order: pending until the exchange has taken it, then working, then one of the four ends.';

create type public.order_type as enum ('market', 'limit', 'stop', 'stop_limit');
comment on type public.order_type is 'How an order finds its price; it decides which of limit_price and stop_price it carries.';

create type public.strategy_status as enum ('draft', 'active', 'paused', 'archived');
comment on type public.strategy_status is 'Life of a strategy; archived replaces deletion once it has traded.';

create type public.time_in_force as enum ('gtc', 'gtd', 'ioc', 'fok');
comment on type public.time_in_force is 'How long an order stands: until cancelled, until expires_at, what fills at once, all at once or nothing.';

create domain public.amount as numeric(38,18)
    constraint amount_number check (value < 'NaN'::numeric);
comment on type public.amount is 'A sum that may be negative (a loss, a rebate) or zero.';

create domain public.price as numeric(38,18)
    constraint price_positive check (value > 0::numeric and value < 'NaN'::numeric);
comment on type public.price is 'What one unit of an asset costs, in the quote asset; positive.';

create domain public.quantity as numeric(38,18)
    constraint quantity_positive check (value > 0::numeric and value < 'NaN'::numeric);
comment on type public.quantity is 'How many units of an asset; positive, the direction stands in a column of its own.';

create function private.set_updated_at()
 returns trigger
 language plpgsql
 set search_path to ''
as $function$
begin
    new.updated_at := now();
    return new;
end
$function$;
comment on function private.set_updated_at() is 'Trigger: updated_at is when the row changed, whatever the client sent.';

create table public.assets (
    id uuid not null default gen_random_uuid(),
    code text not null,
    name text not null,
    kind public.asset_kind not null,
    decimals smallint not null,
    created_at timestamp with time zone not null default now(),
    updated_at timestamp with time zone not null default now(),
    constraint assets_pkey primary key (id),
    constraint assets_code_form check (code ~ '^[A-Z0-9][A-Z0-9._-]{0,19}$'::text),
    constraint assets_code_key unique (code),
    constraint assets_decimals_stored check (decimals >= 0 and decimals <= 18),
    constraint assets_name_length check (char_length(name) >= 1 and char_length(name) <= 80)
);
alter table public.assets enable row level security;
create policy assets_select_all on public.assets
    for select
    to authenticated
    using (true);
create trigger set_updated_at before update on public.assets for each row execute function private.set_updated_at();
grant select on table public.assets to authenticated;
grant delete, insert, select, update on table public.assets to service_role;
comment on table public.assets is 'What can be held or paid with: currencies, coins, shares.';
comment on column public.assets.code is 'Ticker or ISO 4217 code in capitals: BTC, USD, AAPL.';
comment on column public.assets.decimals is 'Digits after the point of its smallest unit; at most the eighteen that the domains store.';

create table public.exchanges (
    id uuid not null default gen_random_uuid(),
    code text not null,
    name text not null,
    status public.listing_status not null default 'active'::public.listing_status,
    created_at timestamp with time zone not null default now(),
    updated_at timestamp with time zone not null default now(),
    constraint exchanges_pkey primary key (id),
    constraint exchanges_code_form check (code ~ '^[a-z][a-z0-9_]{0,31}$'::text),
    constraint exchanges_code_key unique (code),
    constraint exchanges_name_length check (char_length(name) >= 1 and char_length(name) <= 80)
);
alter table public.exchanges enable row level security;
create policy exchanges_select_all on public.exchanges
    for select
    to authenticated
    using (true);
create trigger set_updated_at before update on public.exchanges for each row execute function private.set_updated_at();
grant select on table public.exchanges to authenticated;
grant delete, insert, select, update on table public.exchanges to service_role;
comment on table public.exchanges is 'The places the platform trades at.';
comment on column public.exchanges.code is 'What the adapters call the exchange; never changes.';

create table public.instruments (
    id uuid not null default gen_random_uuid(),
    exchange_id uuid not null,
    base_asset_id uuid not null,
    quote_asset_id uuid not null,
    symbol text not null,
    kind public.instrument_kind not null,
    status public.listing_status not null default 'active'::public.listing_status,
    tick_size public.price not null,
    lot_size public.quantity not null,
    min_notional public.amount,
    expires_at timestamp with time zone,
    created_at timestamp with time zone not null default now(),
    updated_at timestamp with time zone not null default now(),
    constraint instruments_pkey primary key (id),
    constraint instruments_assets_differ check (base_asset_id <> quote_asset_id),
    constraint instruments_exchange_id_key unique (exchange_id, id),
    constraint instruments_exchange_symbol_key unique (exchange_id, symbol),
    constraint instruments_expiry_matches_kind check ((kind = 'future'::public.instrument_kind) = (expires_at is not null)),
    constraint instruments_min_notional_positive check (min_notional::numeric > 0::numeric),
    constraint instruments_symbol_length check (char_length(symbol) >= 1 and char_length(symbol) <= 64),
    constraint instruments_base_asset_fkey foreign key (base_asset_id) references public.assets(id) on delete restrict,
    constraint instruments_exchange_fkey foreign key (exchange_id) references public.exchanges(id) on delete restrict,
    constraint instruments_quote_asset_fkey foreign key (quote_asset_id) references public.assets(id) on delete restrict
);
alter table public.instruments enable row level security;
create policy instruments_select_all on public.instruments
    for select
    to authenticated
    using (true);
create trigger set_updated_at before update on public.instruments for each row execute function private.set_updated_at();
grant select on table public.instruments to authenticated;
grant delete, insert, select, update on table public.instruments to service_role;
comment on table public.instruments is 'What is traded at one exchange: a pair of assets under the exchange''s own rules.';
comment on column public.instruments.symbol is 'The exchange''s name for it, as its API spells it.';
comment on column public.instruments.tick_size is 'Prices are multiples of it.';
comment on column public.instruments.lot_size is 'Quantities are multiples of it.';
comment on column public.instruments.min_notional is 'Least price times quantity that the exchange takes, in the quote asset; null where it sets none.';
comment on column public.instruments.expires_at is 'When a future settles; null for everything else.';

create table public.profiles (
    id uuid not null default auth.uid(),
    display_name text not null,
    created_at timestamp with time zone not null default now(),
    updated_at timestamp with time zone not null default now(),
    constraint profiles_pkey primary key (id),
    constraint profiles_display_name_length check (char_length(display_name) >= 1 and char_length(display_name) <= 80),
    constraint profiles_id_fkey foreign key (id) references auth.users(id) on delete cascade
);
alter table public.profiles enable row level security;
create policy profiles_insert_own on public.profiles
    for insert
    to authenticated
    with check (id = ( select auth.uid() as uid));
create policy profiles_select_own on public.profiles
    for select
    to authenticated
    using (id = ( select auth.uid() as uid));
create policy profiles_update_own on public.profiles
    for update
    to authenticated
    using (id = ( select auth.uid() as uid))
    with check (id = ( select auth.uid() as uid));
create trigger set_updated_at before update on public.profiles for each row execute function private.set_updated_at();
grant select, insert (display_name, id), update (display_name) on table public.profiles to authenticated;
grant delete, insert, select, update on table public.profiles to service_role;
comment on table public.profiles is 'What the platform knows of a user beside the login: one row a user, made by the user at first sign-in.';
comment on column public.profiles.display_name is 'Shown in the interface; not unique, and no login.';
comment on column public.profiles.id is 'The user''s id in auth.users.';

create table public.strategies (
    id uuid not null default gen_random_uuid(),
    user_id uuid not null default auth.uid(),
    name text not null,
    description text not null default ''::text,
    status public.strategy_status not null default 'draft'::public.strategy_status,
    parameters jsonb not null default '{}'::jsonb,
    created_at timestamp with time zone not null default now(),
    updated_at timestamp with time zone not null default now(),
    constraint strategies_pkey primary key (id),
    constraint strategies_description_length check (char_length(description) <= 4000),
    constraint strategies_name_length check (char_length(name) >= 1 and char_length(name) <= 80),
    constraint strategies_parameters_object check (jsonb_typeof(parameters) = 'object'::text),
    constraint strategies_user_id_key unique (user_id, id),
    constraint strategies_user_name_key unique (user_id, name),
    constraint strategies_user_fkey foreign key (user_id) references public.profiles(id) on delete restrict
);
alter table public.strategies enable row level security;
create policy strategies_delete_own on public.strategies
    for delete
    to authenticated
    using (user_id = ( select auth.uid() as uid));
create policy strategies_insert_own on public.strategies
    for insert
    to authenticated
    with check (user_id = ( select auth.uid() as uid));
create policy strategies_select_own on public.strategies
    for select
    to authenticated
    using (user_id = ( select auth.uid() as uid));
create policy strategies_update_own on public.strategies
    for update
    to authenticated
    using (user_id = ( select auth.uid() as uid))
    with check (user_id = ( select auth.uid() as uid));
create trigger set_updated_at before update on public.strategies for each row execute function private.set_updated_at();
grant delete, select, insert (user_id, name, description, status, parameters, id), update (name, description, status, parameters) on table public.strategies to authenticated;
grant delete, insert, select, update on table public.strategies to service_role;
comment on table public.strategies is 'A user''s trading rule: what places orders by itself, and what a backtest tries.';
comment on column public.strategies.parameters is 'Current settings, an object whose keys the strategy''s code defines.';

create table public.portfolios (
    id uuid not null default gen_random_uuid(),
    user_id uuid not null default auth.uid(),
    base_asset_id uuid not null,
    name text not null,
    created_at timestamp with time zone not null default now(),
    updated_at timestamp with time zone not null default now(),
    constraint portfolios_pkey primary key (id),
    constraint portfolios_name_length check (char_length(name) >= 1 and char_length(name) <= 80),
    constraint portfolios_user_id_key unique (user_id, id),
    constraint portfolios_user_name_key unique (user_id, name),
    constraint portfolios_base_asset_fkey foreign key (base_asset_id) references public.assets(id) on delete restrict,
    constraint portfolios_user_fkey foreign key (user_id) references public.profiles(id) on delete restrict
);
alter table public.portfolios enable row level security;
create policy portfolios_delete_own on public.portfolios
    for delete
    to authenticated
    using (user_id = ( select auth.uid() as uid));
create policy portfolios_insert_own on public.portfolios
    for insert
    to authenticated
    with check (user_id = ( select auth.uid() as uid));
create policy portfolios_select_own on public.portfolios
    for select
    to authenticated
    using (user_id = ( select auth.uid() as uid));
create policy portfolios_update_own on public.portfolios
    for update
    to authenticated
    using (user_id = ( select auth.uid() as uid))
    with check (user_id = ( select auth.uid() as uid));
create trigger set_updated_at before update on public.portfolios for each row execute function private.set_updated_at();
grant delete, select, insert (user_id, base_asset_id, name, id), update (base_asset_id, name) on table public.portfolios to authenticated;
grant delete, insert, select, update on table public.portfolios to service_role;
comment on table public.portfolios is 'A user''s books: trading accounts whose positions and results are reported together.';
comment on column public.portfolios.base_asset_id is 'The asset that values and results are stated in.';

create table public.trading_accounts (
    id uuid not null default gen_random_uuid(),
    user_id uuid not null default auth.uid(),
    portfolio_id uuid not null,
    exchange_id uuid not null,
    label text not null,
    mode public.account_mode not null default 'paper'::public.account_mode,
    status public.account_status not null default 'active'::public.account_status,
    created_at timestamp with time zone not null default now(),
    updated_at timestamp with time zone not null default now(),
    constraint trading_accounts_pkey primary key (id),
    constraint trading_accounts_label_length check (char_length(label) >= 1 and char_length(label) <= 80),
    constraint trading_accounts_portfolio_label_key unique (user_id, portfolio_id, label),
    constraint trading_accounts_user_id_exchange_key unique (user_id, id, exchange_id),
    constraint trading_accounts_exchange_fkey foreign key (exchange_id) references public.exchanges(id) on delete restrict,
    constraint trading_accounts_portfolio_fkey foreign key (user_id, portfolio_id) references public.portfolios(user_id, id) on delete restrict
);
alter table public.trading_accounts enable row level security;
create policy trading_accounts_delete_own on public.trading_accounts
    for delete
    to authenticated
    using (user_id = ( select auth.uid() as uid));
create policy trading_accounts_insert_own on public.trading_accounts
    for insert
    to authenticated
    with check (user_id = ( select auth.uid() as uid));
create policy trading_accounts_select_own on public.trading_accounts
    for select
    to authenticated
    using (user_id = ( select auth.uid() as uid));
create policy trading_accounts_update_own on public.trading_accounts
    for update
    to authenticated
    using (user_id = ( select auth.uid() as uid))
    with check (user_id = ( select auth.uid() as uid));
create trigger set_updated_at before update on public.trading_accounts for each row execute function private.set_updated_at();
grant delete, select, insert (user_id, portfolio_id, exchange_id, label, mode, id), update (portfolio_id, label) on table public.trading_accounts to authenticated;
grant delete, insert, select, update on table public.trading_accounts to service_role;
comment on table public.trading_accounts is 'An account at one exchange, real or simulated: where orders go and positions are held.';
comment on column public.trading_accounts.label is 'The user''s name for the account, unique in its portfolio.';
comment on column public.trading_accounts.mode is 'Fixed when the account is made: paper results never turn into real ones.';
comment on column public.trading_accounts.status is 'Set by the platform; clients cannot write it. Only an active account takes orders from a client.';

create table public.orders (
    id uuid not null default gen_random_uuid(),
    user_id uuid not null default auth.uid(),
    trading_account_id uuid not null,
    exchange_id uuid not null,
    instrument_id uuid not null,
    strategy_id uuid,
    client_order_id text not null default (gen_random_uuid())::text,
    exchange_order_id text,
    side public.order_side not null,
    type public.order_type not null,
    time_in_force public.time_in_force not null default 'gtc'::public.time_in_force,
    status public.order_status not null default 'pending'::public.order_status,
    quantity public.quantity not null,
    limit_price public.price,
    stop_price public.price,
    filled_quantity public.amount not null default 0,
    average_fill_price public.price,
    reject_reason text,
    expires_at timestamp with time zone,
    cancel_requested_at timestamp with time zone,
    submitted_at timestamp with time zone,
    closed_at timestamp with time zone,
    created_at timestamp with time zone not null default now(),
    updated_at timestamp with time zone not null default now(),
    constraint orders_pkey primary key (id),
    constraint orders_client_order_id_length check (char_length(client_order_id) >= 1 and char_length(client_order_id) <= 64),
    constraint orders_client_order_key unique (user_id, trading_account_id, exchange_id, client_order_id),
    constraint orders_closed_at_matches_status check ((status = any (array['filled'::public.order_status, 'cancelled'::public.order_status, 'rejected'::public.order_status, 'expired'::public.order_status])) = (closed_at is not null)),
    constraint orders_expires_at_matches_force check ((time_in_force = 'gtd'::public.time_in_force) = (expires_at is not null)),
    constraint orders_fill_price_matches_fill check ((filled_quantity::numeric > 0::numeric) = (average_fill_price is not null)),
    constraint orders_filled_within_quantity check (filled_quantity::numeric >= 0::numeric and filled_quantity::numeric <= quantity::numeric),
    constraint orders_limit_price_matches_type check ((type = any (array['limit'::public.order_type, 'stop_limit'::public.order_type])) = (limit_price is not null)),
    constraint orders_reject_reason_matches_status check ((status = 'rejected'::public.order_status) = (reject_reason is not null)),
    constraint orders_status_matches_fill check (
case status
    when 'pending'::public.order_status then (filled_quantity::numeric = 0::numeric)
    when 'open'::public.order_status then (filled_quantity::numeric = 0::numeric)
    when 'rejected'::public.order_status then (filled_quantity::numeric = 0::numeric)
    when 'partially_filled'::public.order_status then (filled_quantity::numeric > 0::numeric and filled_quantity::numeric < quantity::numeric)
    when 'filled'::public.order_status then (filled_quantity::numeric = quantity::numeric)
    else (filled_quantity::numeric < quantity::numeric)
end),
    constraint orders_stop_price_matches_type check ((type = any (array['stop'::public.order_type, 'stop_limit'::public.order_type])) = (stop_price is not null)),
    constraint orders_submitted_before_closed check (closed_at >= submitted_at),
    constraint orders_submitted_before_working check (status <> all (array['open'::public.order_status, 'partially_filled'::public.order_status, 'filled'::public.order_status]) or submitted_at is not null),
    constraint orders_user_id_instrument_key unique (user_id, id, instrument_id),
    constraint orders_instrument_fkey foreign key (exchange_id, instrument_id) references public.instruments(exchange_id, id) on delete restrict,
    constraint orders_strategy_fkey foreign key (user_id, strategy_id) references public.strategies(user_id, id) on delete restrict,
    constraint orders_trading_account_fkey foreign key (user_id, trading_account_id, exchange_id) references public.trading_accounts(user_id, id, exchange_id) on delete restrict
);
alter table public.orders enable row level security;
create unique index orders_exchange_order_key on public.orders using btree (trading_account_id, exchange_order_id) where exchange_order_id is not null;
create policy orders_insert_own on public.orders
    for insert
    to authenticated
    with check (user_id = ( select auth.uid() as uid) and exists ( select
   from public.trading_accounts a
  where (a.id = orders.trading_account_id and a.status = 'active'::public.account_status)));
create policy orders_select_own on public.orders
    for select
    to authenticated
    using (user_id = ( select auth.uid() as uid));
create policy orders_update_own on public.orders
    for update
    to authenticated
    using (user_id = ( select auth.uid() as uid) and closed_at is null)
    with check (user_id = ( select auth.uid() as uid));
create trigger set_updated_at before update on public.orders for each row execute function private.set_updated_at();
grant select, insert (id, user_id, trading_account_id, exchange_id, instrument_id, strategy_id, client_order_id, side, type, time_in_force, quantity, limit_price, stop_price, expires_at), update (cancel_requested_at) on table public.orders to authenticated;
grant insert, select, update on table public.orders to service_role;
comment on table public.orders is 'Orders from the wish to the end: clients insert and ask to cancel, the execution engine writes everything else.';
comment on column public.orders.exchange_id is 'The account''s exchange, repeated so that a foreign key can hold order, account and instrument to one exchange.';
comment on column public.orders.strategy_id is 'What placed the order; null when the user did.';
comment on column public.orders.client_order_id is 'Chosen by the client, unique in the account: sending the same order twice makes one.';
comment on column public.orders.exchange_order_id is 'The exchange''s name for the order; null until it has taken it.';
comment on column public.orders.limit_price is 'Worst price accepted; exactly limit and stop_limit orders have one.';
comment on column public.orders.stop_price is 'Price that wakes the order; exactly stop and stop_limit orders have one.';
comment on column public.orders.filled_quantity is 'Sum of the quantities of its trades.';
comment on column public.orders.average_fill_price is 'Mean price of its trades, weighted by quantity; null before the first.';
comment on column public.orders.expires_at is 'When an order with time_in_force gtd ends.';
comment on column public.orders.cancel_requested_at is 'When the user asked to cancel; the order may still fill before the exchange agrees.';
comment on column public.orders.submitted_at is 'When the exchange took the order.';
comment on column public.orders.closed_at is 'When the order came to one of its four ends; null while it works.';

create table public.positions (
    id uuid not null default gen_random_uuid(),
    user_id uuid not null,
    trading_account_id uuid not null,
    exchange_id uuid not null,
    instrument_id uuid not null,
    quantity public.amount not null default 0,
    average_entry_price public.price,
    realized_pnl public.amount not null default 0,
    created_at timestamp with time zone not null default now(),
    updated_at timestamp with time zone not null default now(),
    constraint positions_pkey primary key (id),
    constraint positions_account_instrument_key unique (user_id, trading_account_id, exchange_id, instrument_id),
    constraint positions_entry_price_matches_quantity check ((quantity::numeric = 0::numeric) = (average_entry_price is null)),
    constraint positions_instrument_fkey foreign key (exchange_id, instrument_id) references public.instruments(exchange_id, id) on delete restrict,
    constraint positions_trading_account_fkey foreign key (user_id, trading_account_id, exchange_id) references public.trading_accounts(user_id, id, exchange_id) on delete cascade
);
alter table public.positions enable row level security;
create policy positions_select_own on public.positions
    for select
    to authenticated
    using (user_id = ( select auth.uid() as uid));
create trigger set_updated_at before update on public.positions for each row execute function private.set_updated_at();
grant select on table public.positions to authenticated;
grant delete, insert, select, update on table public.positions to service_role;
comment on table public.positions is 'What an account holds of an instrument now: the running sum of its trades, kept by the execution engine.';
comment on column public.positions.quantity is 'Positive when long, negative when short, zero when closed; the row stays for its result.';
comment on column public.positions.average_entry_price is 'Mean price of what is open; null when nothing is.';
comment on column public.positions.realized_pnl is 'Result of what was closed since the first trade, in the quote asset, fees not deducted.';

create table public.trades (
    id uuid not null default gen_random_uuid(),
    user_id uuid not null,
    order_id uuid not null,
    instrument_id uuid not null,
    exchange_trade_id text not null,
    liquidity public.liquidity,
    price public.price not null,
    quantity public.quantity not null,
    fee_amount public.amount not null default 0,
    fee_asset_id uuid,
    executed_at timestamp with time zone not null,
    created_at timestamp with time zone not null default now(),
    constraint trades_pkey primary key (id),
    constraint trades_exchange_trade_id_length check (char_length(exchange_trade_id) >= 1 and char_length(exchange_trade_id) <= 64),
    constraint trades_exchange_trade_key unique (user_id, order_id, instrument_id, exchange_trade_id),
    constraint trades_fee_has_asset check (fee_amount::numeric = 0::numeric or fee_asset_id is not null),
    constraint trades_fee_asset_fkey foreign key (fee_asset_id) references public.assets(id) on delete restrict,
    constraint trades_order_fkey foreign key (user_id, order_id, instrument_id) references public.orders(user_id, id, instrument_id) on delete restrict
);
alter table public.trades enable row level security;
create policy trades_select_own on public.trades
    for select
    to authenticated
    using (user_id = ( select auth.uid() as uid));
grant select on table public.trades to authenticated;
grant insert, select on table public.trades to service_role;
comment on table public.trades is 'Executions of orders, as the exchange reported them; written once, never changed.';
comment on column public.trades.instrument_id is 'The order''s instrument, repeated for queries by instrument; the foreign key keeps it equal.';
comment on column public.trades.exchange_trade_id is 'The exchange''s name for it; both sides of a trade between two orders of one user share it, so it is unique in its order.';
comment on column public.trades.liquidity is 'Null where the exchange does not say.';
comment on column public.trades.fee_amount is 'Paid in fee_asset_id; negative for a rebate.';
comment on column public.trades.executed_at is 'The exchange''s clock; created_at is ours.';

create view public.open_orders with (security_invoker=true) as
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
    (o.quantity::numeric - (o.filled_quantity)::numeric)::numeric(38,18) as remaining_quantity,
    o.limit_price,
    o.stop_price,
    o.cancel_requested_at,
    o.created_at
   from (((public.orders o
     join public.trading_accounts a on (a.id = o.trading_account_id))
     join public.exchanges e on (e.id = o.exchange_id))
     join public.instruments i on (i.id = o.instrument_id))
  where o.closed_at is null;
grant select on table public.open_orders to authenticated;
grant select on table public.open_orders to service_role;
comment on view public.open_orders is 'Orders that may still fill, with the names that a blotter shows.';
comment on column public.open_orders.remaining_quantity is 'What is left to fill.';

revoke execute on function private.set_updated_at() from public;

-- DOWN (commented out, so that the whole file can be pasted into an SQL editor; `schemactl rollback` runs it)
-- drop view public.open_orders;
--
-- drop table public.trades;
--
-- drop table public.positions;
--
-- drop table public.orders;
--
-- drop table public.trading_accounts;
--
-- drop table public.portfolios;
--
-- drop table public.strategies;
--
-- drop table public.profiles;
--
-- drop table public.instruments;
--
-- drop table public.exchanges;
--
-- drop table public.assets;
--
-- drop domain public.quantity;
--
-- drop domain public.price;
--
-- drop domain public.amount;
--
-- drop type public.time_in_force;
--
-- drop type public.strategy_status;
--
-- drop type public.order_type;
--
-- drop type public.order_status;
--
-- drop type public.order_side;
--
-- drop type public.listing_status;
--
-- drop type public.liquidity;
--
-- drop type public.instrument_kind;
--
-- drop type public.asset_kind;
--
-- drop type public.account_status;
--
-- drop type public.account_mode;
--
-- drop function private.set_updated_at();
--
-- drop schema private;
