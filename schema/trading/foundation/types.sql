-- Enums where code branches on the value: adding one is a release anyway. What operations adds at run time (exchanges, assets, instruments)
-- is a table.

create type public.asset_kind as enum ('fiat', 'crypto', 'equity', 'commodity');
comment on type public.asset_kind is 'What an asset is; commission and settlement rules differ by it.';

create type public.listing_status as enum ('active', 'suspended', 'retired');
comment on type public.listing_status is
    'Whether an exchange or instrument can be traded: suspended comes back, retired stays for the history only.';

create type public.instrument_kind as enum ('spot', 'perpetual', 'future');
comment on type public.instrument_kind is 'What is traded: the asset itself, a contract without end, or one that expires.';

create type public.account_mode as enum ('paper', 'live');
comment on type public.account_mode is 'Whether orders reach the exchange (live) or are filled by the simulator (paper).';

create type public.account_status as enum ('active', 'suspended', 'closed');
comment on type public.account_status is 'Whether an account takes orders: suspended by the platform, closed for good.';

create type public.strategy_status as enum ('draft', 'active', 'paused', 'archived');
comment on type public.strategy_status is 'Life of a strategy; archived replaces deletion once it has traded.';

create type public.order_side as enum ('buy', 'sell');
comment on type public.order_side is 'Direction of an order, and of what results from it.';

create type public.order_type as enum ('market', 'limit', 'stop', 'stop_limit');
comment on type public.order_type is 'How an order finds its price; it decides which of limit_price and stop_price it carries.';

create type public.time_in_force as enum ('gtc', 'gtd', 'ioc', 'fok');
comment on type public.time_in_force is
    'How long an order stands: until cancelled, until expires_at, what fills at once, all at once or nothing.';

create type public.order_status as enum ('pending', 'open', 'partially_filled', 'filled', 'cancelled', 'rejected', 'expired');
comment on type public.order_status is
    'Life of an order: pending until the exchange has taken it, then working, then one of the four ends.';

create type public.liquidity as enum ('maker', 'taker');
comment on type public.liquidity is 'Whether a trade gave liquidity or took it; fees depend on it.';

create type public.connection_access as enum ('read', 'trade');
comment on type public.connection_access is
    'What an API key may do at its exchange. None may withdraw: the platform never moves money out, and a stolen key must not either.';

create type public.connection_status as enum ('unverified', 'active', 'failed', 'revoked');
comment on type public.connection_status is
    'State of a connection: unverified until the engine has used its key, failed while the exchange refuses it, revoked without a key.';

create type public.signal_direction as enum ('long', 'flat', 'short');
comment on type public.signal_direction is 'Where a strategy wants its position to be.';

create type public.ledger_kind as enum ('deposit', 'withdrawal', 'trade', 'fee', 'funding', 'transfer', 'adjustment');
comment on type public.ledger_kind is
    'Why a balance changed; funding is what perpetual contracts pay each other, an adjustment is what the platform found to be wrong.';
