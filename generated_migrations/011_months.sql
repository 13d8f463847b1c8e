-- schemactl migration 011_months
-- parent: 010_analytics sha256:dd3cbd8ffd399b951d1a4bc9fab641e124818b96e3b5d1aa9de7886a7583e258
-- from: fp:13e02fe75b50868e  to: fp:6595c5a3fc4bec8e
-- proved: up, down, data (27 of 27 tables) on PostgreSQL 17.10 (sha256:32c4378d5ea4a3ec3cbfb62873baa19c1e08938b1b7e7e670b0eee892690a383)
-- changes: +2 schemas, +5 tables, +2 indexes, +11 functions, +2 views, +2 triggers, ~2 tables, ~4 constraints, ~12 indexes, ~2
--          materialized views, -2 constraints, -1 index
-- access: authenticated: + usage on schema archive; + select, select by policy on table archive.orders, table archive.trades; + select by
--          policy on table private.order_keys; + select on view public.order_history, view public.trade_history
--        | service_role: + execute on function partitions.archive_months(interval), function partitions.create_months(integer,timestamp
--          with time zone); + usage on schema archive, schema partitions; + select on table archive.orders, table archive.trades, view
--          public.order_history and 1 more
-- rows: constraint public.orders.orders_pkey: primary key, 0 of live's rows in the way; select coalesce(sum(n - 1), 0) from (select
--          count(*) as n from public.orders where id is not null and created_at is not null group by id, created_at having count(*) > 1)
--          as repeated
--        | constraint public.trades.trades_pkey: primary key, 0 of live's rows in the way; select coalesce(sum(n - 1), 0) from (select
--          count(*) as n from public.trades where id is not null and executed_at is not null group by id, executed_at having count(*) > 1)
--          as repeated
--        | constraint public.trades.trades_exchange_trade_key: unique, 0 of live's rows in the way; select coalesce(sum(n - 1), 0) from
--          (select count(*) as n from public.trades where user_id is not null and order_id is not null and instrument_id is not null and
--          exchange_trade_id is not null and executed_at is not null group by user_id, order_id, instrument_id, exchange_trade_id,
--          executed_at having count(*) > 1) as repeated
--        | constraint public.trades.trades_order_fkey: foreign key, 0 of live's rows in the way; select count(*) from public.trades as c
--          where c.user_id is not null and c.order_id is not null and c.instrument_id is not null
-- locks: analytics.strategy_performance ACCESS EXCLUSIVE, analytics.daily_volumes ACCESS EXCLUSIVE, public.instruments ACCESS EXCLUSIVE,
--          public.trading_accounts ACCESS EXCLUSIVE, public.strategies ACCESS EXCLUSIVE, public.orders ACCESS EXCLUSIVE, and 3 more
--          (measured)
-- rewrites: none
-- hazards: blocks_reads (materialized_view analytics.strategy_performance: ACCESS EXCLUSIVE while statement 38 reads public.orders (insert
--          into private.order_keys (order_id, user_id, trading_…), and 8 more)
--        | blocks_reads (materialized_view analytics.daily_volumes: ACCESS EXCLUSIVE while statement 38 reads public.orders (insert into
--          private.order_keys (order_id, user_id, trading_…), and 8 more)
--        | blocks_reads (table public.trades: ACCESS EXCLUSIVE while statement 60 reads it (insert into public.trades (id, user_id,
--          order_id, instrumen…), and 7 more)
--        | blocks_reads (table public.orders: ACCESS EXCLUSIVE while statement 73 reads it (create materialized view
--          analytics.strategy_performance as…), and 6 more)
--        | blocks_reads (table public.assets: ACCESS EXCLUSIVE while statement 73 reads public.trading_accounts, public.orders (create
--          materialized view analytics.strategy_performance as…), and 6 more)
--        | blocks_reads (view public.open_orders: ACCESS EXCLUSIVE while statement 105 reads public.orders (insert into public.orders (id,
--          user_id, trading_account_id,…), and 5 more; and 3 more like it)
--        | blocks_writes (table public.instruments: SHARE ROW EXCLUSIVE while statement 38 reads public.orders (insert into
--          private.order_keys (order_id, user_id, trading_…), and 3 more)
--        | blocks_writes (table public.trading_accounts: SHARE ROW EXCLUSIVE while statement 38 reads public.orders (insert into
--          private.order_keys (order_id, user_id, trading_…), and 3 more)
--        | blocks_writes (table public.strategies: SHARE ROW EXCLUSIVE while statement 38 reads public.orders (insert into
--          private.order_keys (order_id, user_id, trading_…), and 3 more)
--        | blocks_writes (table public.assets: SHARE ROW EXCLUSIVE while statement 60 reads public.trades (insert into public.trades (id,
--          user_id, order_id, instrumen…))
--        | changes_access (schema archive: authenticated gains usage, and access to 5 more)
-- seeded with: public.assets (triggers off: bigint out of range), public.exchanges (triggers off: bigint out of range), public.instruments
--          (triggers off: bigint out of range), public.orders (triggers off: new row for relation "orders" violates check constraint
--          "orders_closed_at_matches_status")

-- UP
drop materialized view analytics.strategy_performance;

drop materialized view analytics.daily_volumes;

create schema archive;
grant usage on schema archive to authenticated;
grant usage on schema archive to service_role;
comment on schema archive is 'Months of orders and trades that are over; not exposed by the API.';

create schema partitions;
grant usage on schema partitions to service_role;
comment on schema partitions is 'The months of large tables, and the functions that make and archive them; not exposed by the API.';

create table archive.orders (
    id uuid not null,
    user_id uuid not null,
    trading_account_id uuid not null,
    exchange_id uuid not null,
    instrument_id uuid not null,
    strategy_id uuid,
    client_order_id text not null,
    exchange_order_id text,
    side public.order_side not null,
    type public.order_type not null,
    time_in_force public.time_in_force not null,
    status public.order_status not null,
    quantity public.quantity not null,
    limit_price public.price,
    stop_price public.price,
    filled_quantity public.amount not null,
    average_fill_price public.price,
    reject_reason text,
    expires_at timestamp with time zone,
    cancel_requested_at timestamp with time zone,
    submitted_at timestamp with time zone,
    closed_at timestamp with time zone,
    created_at timestamp with time zone not null,
    updated_at timestamp with time zone not null,
    constraint orders_pkey primary key (id, created_at),
    constraint orders_client_order_id_length check (char_length(client_order_id) >= 1 and char_length(client_order_id) <= 64),
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
    constraint orders_instrument_fkey foreign key (exchange_id, instrument_id) references public.instruments(exchange_id, id) on delete restrict,
    constraint orders_strategy_fkey foreign key (user_id, strategy_id) references public.strategies(user_id, id) on delete restrict,
    constraint orders_trading_account_fkey foreign key (user_id, trading_account_id, exchange_id) references public.trading_accounts(user_id, id, exchange_id) on delete restrict
) partition by range (created_at);
alter table archive.orders enable row level security;
create index orders_client_order_idx on archive.orders using btree (user_id, trading_account_id, exchange_id, client_order_id);
create index orders_instrument_idx on archive.orders using btree (exchange_id, instrument_id, created_at desc);
create index orders_recent_idx on archive.orders using btree (user_id, created_at desc, id desc);
create index orders_strategy_idx on archive.orders using btree (user_id, strategy_id, created_at desc) where strategy_id is not null;
create policy orders_select_own on archive.orders
    for select
    to authenticated
    using (user_id = ( select auth.uid() as uid));
create trigger never_changed before insert or delete or update on archive.orders for each row execute function private.refuse_change();
grant select on table archive.orders to authenticated;
grant select on table archive.orders to service_role;
comment on table archive.orders is 'Orders of months that are over; each had come to its end when its month did.';
comment on column archive.orders.exchange_id is 'The account''s exchange, repeated so that a foreign key can hold order, account and instrument to one exchange.';
comment on column archive.orders.strategy_id is 'What placed the order; null when the user did.';
comment on column archive.orders.client_order_id is 'Chosen by the client, unique in the account: sending the same order twice makes one.';
comment on column archive.orders.exchange_order_id is 'The exchange''s name for the order; null until it has taken it.';
comment on column archive.orders.limit_price is 'Worst price accepted; exactly limit and stop_limit orders have one.';
comment on column archive.orders.stop_price is 'Price that wakes the order; exactly stop and stop_limit orders have one.';
comment on column archive.orders.filled_quantity is 'Sum of the quantities of its trades.';
comment on column archive.orders.average_fill_price is 'Mean price of its trades, weighted by quantity; null before the first.';
comment on column archive.orders.expires_at is 'When an order with time_in_force gtd ends.';
comment on column archive.orders.cancel_requested_at is 'When the user asked to cancel; the order may still fill before the exchange agrees.';
comment on column archive.orders.submitted_at is 'When the exchange took the order.';
comment on column archive.orders.closed_at is 'When the order came to one of its four ends; null while it works.';

create table private.order_keys (
    order_id uuid not null,
    user_id uuid not null,
    trading_account_id uuid not null,
    instrument_id uuid not null,
    client_order_id text not null,
    exchange_order_id text,
    created_at timestamp with time zone not null,
    constraint order_keys_pkey primary key (order_id),
    constraint order_keys_client_order_key unique (user_id, trading_account_id, client_order_id),
    constraint order_keys_exchange_order_key unique (trading_account_id, exchange_order_id),
    constraint order_keys_user_id_instrument_key unique (user_id, order_id, instrument_id)
);
alter table private.order_keys enable row level security;
create policy order_keys_select_none on private.order_keys
    for select
    to authenticated
    using (false);
comment on table private.order_keys is 'The names of every order there ever was, written by the orders'' trigger only.';
comment on column private.order_keys.created_at is 'The order''s, which says what month it is in.';
-- orders that are there already keep their names, and their trades find them
insert into private.order_keys (order_id, user_id, trading_account_id, instrument_id, client_order_id, exchange_order_id, created_at)
select id, user_id, trading_account_id, instrument_id, client_order_id, exchange_order_id, created_at
  from public.orders;

create table archive.trades (
    id uuid not null,
    user_id uuid not null,
    order_id uuid not null,
    instrument_id uuid not null,
    exchange_trade_id text not null,
    liquidity public.liquidity,
    price public.price not null,
    quantity public.quantity not null,
    fee_amount public.amount not null,
    fee_asset_id uuid,
    executed_at timestamp with time zone not null,
    created_at timestamp with time zone not null,
    constraint trades_pkey primary key (id, executed_at),
    constraint trades_exchange_trade_id_length check (char_length(exchange_trade_id) >= 1 and char_length(exchange_trade_id) <= 64),
    constraint trades_exchange_trade_key unique (user_id, order_id, instrument_id, exchange_trade_id, executed_at),
    constraint trades_fee_has_asset check (fee_amount::numeric = 0::numeric or fee_asset_id is not null),
    constraint trades_fee_asset_fkey foreign key (fee_asset_id) references public.assets(id) on delete restrict,
    constraint trades_order_fkey foreign key (user_id, order_id, instrument_id) references private.order_keys(user_id, order_id, instrument_id) on delete restrict
) partition by range (executed_at);
alter table archive.trades enable row level security;
create index trades_fee_asset_idx on archive.trades using btree (fee_asset_id) where fee_asset_id is not null;
create index trades_recent_idx on archive.trades using btree (user_id, executed_at desc, id desc);
create policy trades_select_own on archive.trades
    for select
    to authenticated
    using (user_id = ( select auth.uid() as uid));
create trigger never_changed before insert or delete or update on archive.trades for each row execute function private.refuse_change();
grant select on table archive.trades to authenticated;
grant select on table archive.trades to service_role;
comment on table archive.trades is 'Executions of months that are over.';
comment on column archive.trades.instrument_id is 'The order''s instrument, repeated for queries by instrument; the foreign key keeps it equal.';
comment on column archive.trades.exchange_trade_id is 'The exchange''s name for it; both sides of a trade between two orders of one user share it, so it is unique in its order.';
comment on column archive.trades.liquidity is 'Null where the exchange does not say.';
comment on column archive.trades.fee_amount is 'Paid in fee_asset_id; negative for a rebate.';
comment on column archive.trades.executed_at is 'The exchange''s clock; created_at is ours.';

create function private.book_order_key()
 returns trigger
 language plpgsql
 security definer
 set search_path to ''
as $function$
begin
    if tg_op = 'INSERT' then
        insert into private.order_keys (order_id, user_id, trading_account_id, instrument_id, client_order_id, exchange_order_id, created_at)
        values (new.id, new.user_id, new.trading_account_id, new.instrument_id, new.client_order_id, new.exchange_order_id, new.created_at);
    elsif tg_op = 'UPDATE' then
        update private.order_keys set exchange_order_id = new.exchange_order_id where order_id = new.id;
    else
        delete from private.order_keys where order_id = old.id;
    end if;
    return null;
end
$function$;
comment on function private.book_order_key() is 'Trigger: an order''s names are unique, whatever month it is in.';

create function private.check_trade_once()
 returns trigger
 language plpgsql
 security definer
 set search_path to ''
as $function$
declare
    placed_at timestamptz;
begin
    -- an older snapshot would miss what others reported; serializable transactions find that out by themselves
    if current_setting('transaction_isolation') = 'repeatable read' then
        raise exception 'trades cannot be entered in a repeatable read transaction' using errcode = 'TR005';
    end if;
    select k.created_at into strict placed_at from private.order_keys k where k.order_id = new.order_id for no key update;
    -- nothing is executed before it was ordered, clocks of different machines aside: earlier months need not be looked at
    if exists (select from public.trades t
                where t.user_id = new.user_id and t.order_id = new.order_id and t.instrument_id = new.instrument_id
                  and t.exchange_trade_id = new.exchange_trade_id and t.executed_at > placed_at - interval '1 day'
                  and t.id <> new.id) then
        raise exception 'trade % of order % is there already', new.exchange_trade_id, new.order_id
            using errcode = 'unique_violation', constraint = 'trades_exchange_trade_key', schema = 'public', table = 'trades';
    end if;
    return null;
end
$function$;
comment on function private.check_trade_once() is 'Trigger: an order has a trade of one name once, whatever time it is reported with.';

alter table public.trades rename to trades_old;
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
    created_at timestamp with time zone not null default now()
) partition by range (executed_at);
create table partitions.trades_default partition of public.trades default;
insert into public.trades (id, user_id, order_id, instrument_id, exchange_trade_id, liquidity, price, quantity, fee_amount, fee_asset_id, executed_at, created_at)
select id, user_id, order_id, instrument_id, exchange_trade_id, liquidity, price, quantity, fee_amount, fee_asset_id, executed_at, created_at
  from public.trades_old;
drop table public.trades_old;

create view public.trade_history with (security_invoker=true) as
select trades.id,
    trades.user_id,
    trades.order_id,
    trades.instrument_id,
    trades.exchange_trade_id,
    trades.liquidity,
    trades.price,
    trades.quantity,
    trades.fee_amount,
    trades.fee_asset_id,
    trades.executed_at,
    trades.created_at
   from public.trades
union all
 select trades.id,
    trades.user_id,
    trades.order_id,
    trades.instrument_id,
    trades.exchange_trade_id,
    trades.liquidity,
    trades.price,
    trades.quantity,
    trades.fee_amount,
    trades.fee_asset_id,
    trades.executed_at,
    trades.created_at
   from archive.trades;
grant select on table public.trade_history to authenticated;
grant select on table public.trade_history to service_role;
comment on view public.trade_history is 'Every execution there ever was, those of archived months too; ask with a span of executed_at.';

create materialized view analytics.daily_volumes as
select instrument_id,
    (executed_at at time zone 'UTC'::text)::date as day,
    count(*) as trade_count,
    (sum(quantity::numeric))::numeric(38,18) as quantity,
    (sum(price::numeric * quantity::numeric))::numeric(38,18) as notional,
    (min(price::numeric))::numeric(38,18) as lowest_price,
    (max(price::numeric))::numeric(38,18) as highest_price
   from public.trade_history t
  group by instrument_id, ((executed_at at time zone 'UTC'::text)::date);
create unique index daily_volumes_instrument_day_key on analytics.daily_volumes using btree (instrument_id, day);
grant select on table analytics.daily_volumes to service_role;
comment on materialized view analytics.daily_volumes is 'What the platform''s users traded of an instrument on a day (UTC), as of the last refresh.';
comment on column analytics.daily_volumes.notional is 'Sum of price times quantity, in the quote asset.';

create view public.order_history with (security_invoker=true) as
select orders.id,
    orders.user_id,
    orders.trading_account_id,
    orders.exchange_id,
    orders.instrument_id,
    orders.strategy_id,
    orders.client_order_id,
    orders.exchange_order_id,
    orders.side,
    orders.type,
    orders.time_in_force,
    orders.status,
    orders.quantity,
    orders.limit_price,
    orders.stop_price,
    orders.filled_quantity,
    orders.average_fill_price,
    orders.reject_reason,
    orders.expires_at,
    orders.cancel_requested_at,
    orders.submitted_at,
    orders.closed_at,
    orders.created_at,
    orders.updated_at
   from public.orders
union all
 select orders.id,
    orders.user_id,
    orders.trading_account_id,
    orders.exchange_id,
    orders.instrument_id,
    orders.strategy_id,
    orders.client_order_id,
    orders.exchange_order_id,
    orders.side,
    orders.type,
    orders.time_in_force,
    orders.status,
    orders.quantity,
    orders.limit_price,
    orders.stop_price,
    orders.filled_quantity,
    orders.average_fill_price,
    orders.reject_reason,
    orders.expires_at,
    orders.cancel_requested_at,
    orders.submitted_at,
    orders.closed_at,
    orders.created_at,
    orders.updated_at
   from archive.orders;
comment on view public.order_history is 'Every order there ever was, those of archived months too; ask with a span of created_at, so that other months are not read.';

create materialized view analytics.strategy_performance as
select o.user_id,
    o.strategy_id,
    o.instrument_id,
    a.mode,
    count(*) as order_count,
    count(*) filter (where o.status = 'filled'::public.order_status) as filled_count,
    count(*) filter (where o.status = 'rejected'::public.order_status) as rejected_count,
    (coalesce(sum(o.filled_quantity::numeric) filter (where o.side = 'buy'::public.order_side), 0::numeric))::numeric(38,18) as bought_quantity,
    (coalesce(sum(o.filled_quantity::numeric) filter (where o.side = 'sell'::public.order_side), 0::numeric))::numeric(38,18) as sold_quantity,
    (coalesce(sum(o.filled_quantity::numeric * o.average_fill_price::numeric) filter (where o.side = 'buy'::public.order_side), 0::numeric))::numeric(38,18) as bought_notional,
    (coalesce(sum(o.filled_quantity::numeric * o.average_fill_price::numeric) filter (where o.side = 'sell'::public.order_side), 0::numeric))::numeric(38,18) as sold_notional,
    (least(sum(o.filled_quantity::numeric) filter (where o.side = 'buy'::public.order_side), sum(o.filled_quantity::numeric) filter (where o.side = 'sell'::public.order_side)) * ((sum(o.filled_quantity::numeric * o.average_fill_price::numeric) filter (where o.side = 'sell'::public.order_side) / nullif(sum(o.filled_quantity::numeric) filter (where o.side = 'sell'::public.order_side), 0::numeric)) - (sum(o.filled_quantity::numeric * o.average_fill_price::numeric) filter (where o.side = 'buy'::public.order_side) / nullif(sum(o.filled_quantity::numeric) filter (where o.side = 'buy'::public.order_side), 0::numeric))))::numeric(38,18) as matched_pnl,
    max(o.created_at) as last_order_at
   from (public.order_history o
     join public.trading_accounts a on (a.id = o.trading_account_id))
  where (o.strategy_id is not null)
  group by o.user_id, o.strategy_id, o.instrument_id, a.mode;
create unique index strategy_performance_key on analytics.strategy_performance using btree (strategy_id, instrument_id, mode);
comment on materialized view analytics.strategy_performance is 'What a strategy ordered in an instrument and what came of it, as of the last refresh.';
comment on column analytics.strategy_performance.mode is 'Paper results are rows of their own: whoever adds up says which are meant.';
comment on column analytics.strategy_performance.bought_notional is 'Sum of price times quantity, in the quote asset, as sold_notional.';
comment on column analytics.strategy_performance.matched_pnl is 'What was both bought and sold, at the mean prices, fees not deducted, in the quote asset; null where only one of them happened.';

create function partitions.archive_month(parent regclass, month regclass, bounds text)
 returns regclass
 language plpgsql
 security definer
 set search_path to ''
 set "TimeZone" to 'UTC'
 set lock_timeout to '500ms'
as $function$
declare
    month_name name := (select c.relname from pg_catalog.pg_class c where c.oid = month);
    archived text := format('archive.%I', month_name);
    is_open boolean := false;
begin
    execute format('alter table %s detach partition %s', parent, month);
    if parent = 'public.orders'::regclass then
        execute format('select exists (select from %s where closed_at is null)', month) into is_open;
    end if;
    if is_open then
        execute format('alter table %s attach partition %s %s', parent, month, bounds);
        return null;
    end if;
    execute format('alter table %s set schema archive', month);
    execute format('alter table archive.%I attach partition %s %s',
                   (select c.relname from pg_catalog.pg_class c where c.oid = parent), archived, bounds);
    return archived::regclass;
end
$function$;
comment on function partitions.archive_month(pg_catalog.regclass,pg_catalog.regclass,pg_catalog.text) is 'Moves a month to the archive; null where an order in it is open. Gives up after half a second of waiting for a lock.';

create function partitions.archive_months(keep interval default '2 years'::interval)
 returns setof regclass
 language plpgsql
 security definer
 set search_path to ''
 set "TimeZone" to 'UTC'
as $function$
declare
    large record;
    month record;
    archived regclass;
begin
    if keep < interval '1 month' then
        raise exception 'the running month is not archived: keep at least one' using errcode = 'invalid_parameter_value';
    end if;
    for large in select * from partitions.large_tables() loop
        execute format('lock table only %s in share update exclusive mode', large.parent);
        for month in
            select c.oid::regclass as name, pg_get_expr(c.relpartbound, c.oid) as bounds
              from pg_catalog.pg_inherits i
              join pg_catalog.pg_class c on c.oid = i.inhrelid
             where i.inhparent = large.parent
               and substring(pg_get_expr(c.relpartbound, c.oid) from 'TO \(''(.*)''\)')::timestamptz <= date_trunc('month', now()) - keep
             order by c.relname
        loop
            archived := partitions.with_patience(format('partitions.archive_month(%L, %L, %L)', large.parent, month.name, month.bounds));
            if archived is not null then
                return next archived;
            end if;
        end loop;
    end loop;
end
$function$;
grant execute on function partitions.archive_months(interval) to service_role;
comment on function partitions.archive_months(interval) is 'Archives the months that ended longer ago than that, and returns them; nothing to do is no error.';

create function partitions.create_month(parent regclass, cut_by name, month timestamp with time zone)
 returns regclass
 language plpgsql
 security definer
 set search_path to ''
 set "TimeZone" to 'UTC'
 set lock_timeout to '500ms'
as $function$
declare
    made_name name := partitions.month_name(parent, month);
    made text := format('partitions.%I', made_name);
    rest regclass := partitions.default_of(parent);
    month_end timestamptz := month + interval '1 month';
    within text := format('%1$I >= %2$L and %1$I < %3$L', cut_by, month, month_end);
    has_rows boolean;
begin
    execute format('create table %s (like %s including all)', made, parent);
    execute format('alter table %s enable row level security', made);
    execute format('alter table %s add constraint %I check (%s)', made, made_name || '_month', within);
    -- nobody adds to it between the look and the move
    execute format('lock table %s in access exclusive mode', rest);
    execute format('select exists (select from %s where %s)', rest, within) into has_rows;
    if has_rows then
        execute format('alter table %s detach partition %s', parent, rest);
        execute format('with moved as (delete from %s where %s returning *) insert into %s select * from moved', rest, within, made);
    end if;
    execute format('alter table %s attach partition %s for values from (%L) to (%L)', parent, made, month, month_end);
    if has_rows then
        execute format('alter table %s attach partition %s default', parent, rest);
    end if;
    return made::regclass;
end
$function$;
comment on function partitions.create_month(pg_catalog.regclass,pg_catalog.name,timestamp with time zone) is 'Makes the month of a table, with what the default partition has of it. Gives up after half a second of waiting for a lock.';

create function partitions.create_months(ahead integer default 3, since timestamp with time zone default now())
 returns setof regclass
 language plpgsql
 security definer
 set search_path to ''
 set "TimeZone" to 'UTC'
as $function$
declare
    large record;
    oldest timestamptz;
    month timestamptz;
begin
    for large in select * from partitions.large_tables() loop
        execute format('lock table only %s in share update exclusive mode', large.parent);
        execute format('select min(%I) from %s', large.cut_by, partitions.default_of(large.parent)) into oldest;
        for month in
            select m from generate_series(date_trunc('month', least(oldest, since)), now() + ahead * interval '1 month', interval '1 month') m
             where to_regclass(format('partitions.%I', partitions.month_name(large.parent, m))) is null
               and to_regclass(format('archive.%I', partitions.month_name(large.parent, m))) is null
        loop
            return next partitions.with_patience(format('partitions.create_month(%L, %L, %L)', large.parent, large.cut_by, month));
        end loop;
    end loop;
end
$function$;
grant execute on function partitions.create_months(integer,timestamp with time zone) to service_role;
comment on function partitions.create_months(integer,timestamp with time zone) is 'Makes the months that are missing, from the oldest row without one up to some months ahead, and returns them; nothing to do is no error.';

create function partitions.default_of(parent regclass)
 returns regclass
 language sql
 stable
 set search_path to ''
as $function$
    select nullif(p.partdefid, 0)::regclass from pg_catalog.pg_partitioned_table p where p.partrelid = parent
$function$;
comment on function partitions.default_of(pg_catalog.regclass) is 'The partition that takes what no month takes.';

create function partitions.large_tables()
 returns table(parent regclass, cut_by name)
 language sql
 stable
 set search_path to ''
as $function$
    select p.partrelid::regclass, a.attname
      from pg_catalog.pg_partitioned_table p
      join pg_catalog.pg_class c on c.oid = p.partrelid
      join pg_catalog.pg_attribute a on a.attrelid = p.partrelid and a.attnum = p.partattrs[0]
     where c.relnamespace = 'public'::regnamespace and p.partstrat = 'r'
     order by c.relname
$function$;
comment on function partitions.large_tables() is 'The tables that are cut into months, each with the column that says when.';

create function partitions.month_name(parent regclass, month timestamp with time zone)
 returns name
 language sql
 stable
 set search_path to ''
as $function$
    select (c.relname || to_char(month at time zone 'UTC', '_YYYY_MM'))::name from pg_catalog.pg_class c where c.oid = parent
$function$;
comment on function partitions.month_name(pg_catalog.regclass,timestamp with time zone) is 'What the month of a table is called, wherever it stands: orders_2026_01.';

create function partitions.schedule()
 returns void
 language plpgsql
 set search_path to ''
as $function$
begin
    if to_regprocedure('cron.schedule(text, text, text)') is null then
        raise exception 'pg_cron is not here' using errcode = 'undefined_function',
            hint = 'Enable the extension pg_cron, or call partitions.create_months() and partitions.archive_months() every day from elsewhere.';
    end if;
    execute $call$ select cron.schedule('partitions: months ahead', '17 3 * * *', 'select partitions.create_months()') $call$;
    execute $call$ select cron.schedule('partitions: archive', '47 3 2 * *', 'select partitions.archive_months()') $call$;
end
$function$;
comment on function partitions.schedule() is 'Has pg_cron make months every day and archive old ones every month.';

create function partitions.with_patience(call text)
 returns regclass
 language plpgsql
 set search_path to ''
as $function$
declare
    done regclass;
begin
    for attempt in 1..20 loop
        begin
            execute 'select ' || call into done;
            return done;
        exception when lock_not_available then
            if attempt = 20 then
                raise;
            end if;
            perform pg_sleep(random() * 0.2);
        end;
    end loop;
end
$function$;
comment on function partitions.with_patience(pg_catalog.text) is 'Calls a function that gives up soon when it does not get a lock, and tries again for a while.';

drop view public.open_orders;

drop materialized view analytics.strategy_performance;

drop view public.order_history;

alter table public.orders rename to orders_old;
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
    updated_at timestamp with time zone not null default now()
) partition by range (created_at);
create table partitions.orders_default partition of public.orders default;
insert into public.orders (id, user_id, trading_account_id, exchange_id, instrument_id, strategy_id, client_order_id, exchange_order_id, side, type, time_in_force, status, quantity, limit_price, stop_price, filled_quantity, average_fill_price, reject_reason, expires_at, cancel_requested_at, submitted_at, closed_at, created_at, updated_at)
select id, user_id, trading_account_id, exchange_id, instrument_id, strategy_id, client_order_id, exchange_order_id, side, type, time_in_force, status, quantity, limit_price, stop_price, filled_quantity, average_fill_price, reject_reason, expires_at, cancel_requested_at, submitted_at, closed_at, created_at, updated_at
  from public.orders_old;
drop table public.orders_old;
alter table public.orders enable row level security;
grant insert (id, user_id, trading_account_id, exchange_id, instrument_id, strategy_id, client_order_id, side, type, time_in_force, quantity, limit_price, stop_price, expires_at), update (cancel_requested_at) on table public.orders to authenticated;
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

revoke execute on function private.check_trade_once() from public;

revoke execute on function private.book_order_key() from public;

revoke execute on function partitions.with_patience(pg_catalog.text) from public;

revoke execute on function partitions.schedule() from public;

revoke execute on function partitions.month_name(pg_catalog.regclass,timestamp with time zone) from public;

revoke execute on function partitions.large_tables() from public;

revoke execute on function partitions.default_of(pg_catalog.regclass) from public;

revoke execute on function partitions.create_months(integer,timestamp with time zone) from public;

revoke execute on function partitions.create_month(pg_catalog.regclass,pg_catalog.name,timestamp with time zone) from public;

revoke execute on function partitions.archive_months(interval) from public;

revoke execute on function partitions.archive_month(pg_catalog.regclass,pg_catalog.regclass,pg_catalog.text) from public;

alter table public.orders add constraint orders_pkey primary key (id, created_at);
alter table public.orders add constraint orders_client_order_id_length check (char_length(client_order_id) >= 1 and char_length(client_order_id) <= 64);
alter table public.orders add constraint orders_closed_at_matches_status check ((status = any (array['filled'::public.order_status, 'cancelled'::public.order_status, 'rejected'::public.order_status, 'expired'::public.order_status])) = (closed_at is not null));
alter table public.orders add constraint orders_expires_at_matches_force check ((time_in_force = 'gtd'::public.time_in_force) = (expires_at is not null));
alter table public.orders add constraint orders_fill_price_matches_fill check ((filled_quantity::numeric > 0::numeric) = (average_fill_price is not null));
alter table public.orders add constraint orders_filled_within_quantity check (filled_quantity::numeric >= 0::numeric and filled_quantity::numeric <= quantity::numeric);
alter table public.orders add constraint orders_limit_price_matches_type check ((type = any (array['limit'::public.order_type, 'stop_limit'::public.order_type])) = (limit_price is not null));
alter table public.orders add constraint orders_reject_reason_matches_status check ((status = 'rejected'::public.order_status) = (reject_reason is not null));
alter table public.orders add constraint orders_status_matches_fill check (
case status
    when 'pending'::public.order_status then (filled_quantity::numeric = 0::numeric)
    when 'open'::public.order_status then (filled_quantity::numeric = 0::numeric)
    when 'rejected'::public.order_status then (filled_quantity::numeric = 0::numeric)
    when 'partially_filled'::public.order_status then (filled_quantity::numeric > 0::numeric and filled_quantity::numeric < quantity::numeric)
    when 'filled'::public.order_status then (filled_quantity::numeric = quantity::numeric)
    else (filled_quantity::numeric < quantity::numeric)
end);
alter table public.orders add constraint orders_stop_price_matches_type check ((type = any (array['stop'::public.order_type, 'stop_limit'::public.order_type])) = (stop_price is not null));
alter table public.orders add constraint orders_submitted_before_closed check (closed_at >= submitted_at);
alter table public.orders add constraint orders_submitted_before_working check (status <> all (array['open'::public.order_status, 'partially_filled'::public.order_status, 'filled'::public.order_status]) or submitted_at is not null);
alter table public.orders add constraint orders_instrument_fkey foreign key (exchange_id, instrument_id) references public.instruments(exchange_id, id) on delete restrict;
alter table public.orders add constraint orders_strategy_fkey foreign key (user_id, strategy_id) references public.strategies(user_id, id) on delete restrict;
alter table public.orders add constraint orders_trading_account_fkey foreign key (user_id, trading_account_id, exchange_id) references public.trading_accounts(user_id, id, exchange_id) on delete restrict;
create index orders_client_order_idx on public.orders using btree (user_id, trading_account_id, exchange_id, client_order_id);
create index orders_exchange_order_idx on public.orders using btree (trading_account_id, exchange_order_id) where exchange_order_id is not null;
create index orders_expiring_idx on public.orders using btree (expires_at) where (closed_at is null and expires_at is not null);
create index orders_instrument_idx on public.orders using btree (exchange_id, instrument_id, created_at desc);
create index orders_open_idx on public.orders using btree (user_id, trading_account_id, created_at desc) where closed_at is null;
create index orders_recent_idx on public.orders using btree (user_id, created_at desc, id desc);
create index orders_strategy_idx on public.orders using btree (user_id, strategy_id, created_at desc) where strategy_id is not null;
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
create constraint trigger audit after insert or delete or update on public.orders deferrable initially deferred for each row execute function audit.record('user_id', 'id');
create trigger book_key after insert or delete or update of exchange_order_id on public.orders for each row execute function private.book_order_key();
create trigger check_entry after insert on public.orders for each row execute function private.check_order_entry();
create trigger check_risk_limits after insert on public.orders for each row execute function private.check_risk_limits();
create trigger guard_change before update on public.orders for each row execute function private.guard_order_change();
create trigger set_updated_at before update on public.orders for each row execute function private.set_updated_at();
grant select on table public.orders to authenticated;
grant insert, select, update on table public.orders to service_role;
comment on table public.orders is 'Orders from the wish to the end: clients insert and ask to cancel, the execution engine writes everything else.';

alter table partitions.orders_default enable row level security;

alter table public.trades enable row level security;
alter table public.trades add constraint trades_pkey primary key (id, executed_at);
alter table public.trades add constraint trades_exchange_trade_id_length check (char_length(exchange_trade_id) >= 1 and char_length(exchange_trade_id) <= 64);
alter table public.trades add constraint trades_exchange_trade_key unique (user_id, order_id, instrument_id, exchange_trade_id, executed_at);
alter table public.trades add constraint trades_fee_has_asset check (fee_amount::numeric = 0::numeric or fee_asset_id is not null);
alter table public.trades add constraint trades_fee_asset_fkey foreign key (fee_asset_id) references public.assets(id) on delete restrict;
alter table public.trades add constraint trades_order_fkey foreign key (user_id, order_id, instrument_id) references private.order_keys(user_id, order_id, instrument_id) on delete restrict;
create index trades_executed_at_idx on public.trades using brin (executed_at);
create index trades_fee_asset_idx on public.trades using btree (fee_asset_id) where fee_asset_id is not null;
create index trades_instrument_idx on public.trades using btree (instrument_id, executed_at desc);
create index trades_recent_idx on public.trades using btree (user_id, executed_at desc, id desc);
create policy trades_select_own on public.trades
    for select
    to authenticated
    using (user_id = ( select auth.uid() as uid));
create constraint trigger audit after insert or delete or update on public.trades deferrable initially deferred for each row execute function audit.record('user_id', 'id');
create trigger check_once after insert on public.trades for each row execute function private.check_trade_once();
grant select on table public.trades to authenticated;
grant insert, select on table public.trades to service_role;
comment on table public.trades is 'Executions of orders, as the exchange reported them; written once, never changed.';
comment on column public.trades.instrument_id is 'The order''s instrument, repeated for queries by instrument; the foreign key keeps it equal.';
comment on column public.trades.exchange_trade_id is 'The exchange''s name for it; both sides of a trade between two orders of one user share it, so it is unique in its order.';
comment on column public.trades.liquidity is 'Null where the exchange does not say.';
comment on column public.trades.fee_amount is 'Paid in fee_asset_id; negative for a rebate.';
comment on column public.trades.executed_at is 'The exchange''s clock; created_at is ours.';

alter table partitions.trades_default enable row level security;

create view public.order_history with (security_invoker=true) as
select orders.id,
    orders.user_id,
    orders.trading_account_id,
    orders.exchange_id,
    orders.instrument_id,
    orders.strategy_id,
    orders.client_order_id,
    orders.exchange_order_id,
    orders.side,
    orders.type,
    orders.time_in_force,
    orders.status,
    orders.quantity,
    orders.limit_price,
    orders.stop_price,
    orders.filled_quantity,
    orders.average_fill_price,
    orders.reject_reason,
    orders.expires_at,
    orders.cancel_requested_at,
    orders.submitted_at,
    orders.closed_at,
    orders.created_at,
    orders.updated_at
   from public.orders
union all
 select orders.id,
    orders.user_id,
    orders.trading_account_id,
    orders.exchange_id,
    orders.instrument_id,
    orders.strategy_id,
    orders.client_order_id,
    orders.exchange_order_id,
    orders.side,
    orders.type,
    orders.time_in_force,
    orders.status,
    orders.quantity,
    orders.limit_price,
    orders.stop_price,
    orders.filled_quantity,
    orders.average_fill_price,
    orders.reject_reason,
    orders.expires_at,
    orders.cancel_requested_at,
    orders.submitted_at,
    orders.closed_at,
    orders.created_at,
    orders.updated_at
   from archive.orders;
grant select on table public.order_history to authenticated;
grant select on table public.order_history to service_role;
comment on view public.order_history is 'Every order there ever was, those of archived months too; ask with a span of created_at, so that other months are not read.';

create materialized view analytics.strategy_performance as
select o.user_id,
    o.strategy_id,
    o.instrument_id,
    a.mode,
    count(*) as order_count,
    count(*) filter (where o.status = 'filled'::public.order_status) as filled_count,
    count(*) filter (where o.status = 'rejected'::public.order_status) as rejected_count,
    (coalesce(sum(o.filled_quantity::numeric) filter (where o.side = 'buy'::public.order_side), 0::numeric))::numeric(38,18) as bought_quantity,
    (coalesce(sum(o.filled_quantity::numeric) filter (where o.side = 'sell'::public.order_side), 0::numeric))::numeric(38,18) as sold_quantity,
    (coalesce(sum(o.filled_quantity::numeric * o.average_fill_price::numeric) filter (where o.side = 'buy'::public.order_side), 0::numeric))::numeric(38,18) as bought_notional,
    (coalesce(sum(o.filled_quantity::numeric * o.average_fill_price::numeric) filter (where o.side = 'sell'::public.order_side), 0::numeric))::numeric(38,18) as sold_notional,
    (least(sum(o.filled_quantity::numeric) filter (where o.side = 'buy'::public.order_side), sum(o.filled_quantity::numeric) filter (where o.side = 'sell'::public.order_side)) * ((sum(o.filled_quantity::numeric * o.average_fill_price::numeric) filter (where o.side = 'sell'::public.order_side) / nullif(sum(o.filled_quantity::numeric) filter (where o.side = 'sell'::public.order_side), 0::numeric)) - (sum(o.filled_quantity::numeric * o.average_fill_price::numeric) filter (where o.side = 'buy'::public.order_side) / nullif(sum(o.filled_quantity::numeric) filter (where o.side = 'buy'::public.order_side), 0::numeric))))::numeric(38,18) as matched_pnl,
    max(o.created_at) as last_order_at
   from (public.order_history o
     join public.trading_accounts a on (a.id = o.trading_account_id))
  where (o.strategy_id is not null)
  group by o.user_id, o.strategy_id, o.instrument_id, a.mode;
create unique index strategy_performance_key on analytics.strategy_performance using btree (strategy_id, instrument_id, mode);
grant select on table analytics.strategy_performance to service_role;
comment on materialized view analytics.strategy_performance is 'What a strategy ordered in an instrument and what came of it, as of the last refresh.';
comment on column analytics.strategy_performance.mode is 'Paper results are rows of their own: whoever adds up says which are meant.';
comment on column analytics.strategy_performance.bought_notional is 'Sum of price times quantity, in the quote asset, as sold_notional.';
comment on column analytics.strategy_performance.matched_pnl is 'What was both bought and sold, at the mean prices, fees not deducted, in the quote asset; null where only one of them happened.';

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

-- DOWN (commented out, so that the whole file can be pasted into an SQL editor; `schemactl rollback` runs it)
-- drop trigger book_key on public.orders;
--
-- drop function private.book_order_key();
--
-- drop view public.open_orders;
--
-- drop materialized view analytics.strategy_performance;
--
-- drop view public.order_history;
--
-- alter table public.orders rename to orders_old;
-- create table public.orders (
--     id uuid not null default gen_random_uuid(),
--     user_id uuid not null default auth.uid(),
--     trading_account_id uuid not null,
--     exchange_id uuid not null,
--     instrument_id uuid not null,
--     strategy_id uuid,
--     client_order_id text not null default (gen_random_uuid())::text,
--     exchange_order_id text,
--     side public.order_side not null,
--     type public.order_type not null,
--     time_in_force public.time_in_force not null default 'gtc'::public.time_in_force,
--     status public.order_status not null default 'pending'::public.order_status,
--     quantity public.quantity not null,
--     limit_price public.price,
--     stop_price public.price,
--     filled_quantity public.amount not null default 0,
--     average_fill_price public.price,
--     reject_reason text,
--     expires_at timestamp with time zone,
--     cancel_requested_at timestamp with time zone,
--     submitted_at timestamp with time zone,
--     closed_at timestamp with time zone,
--     created_at timestamp with time zone not null default now(),
--     updated_at timestamp with time zone not null default now()
-- );
-- insert into public.orders (id, user_id, trading_account_id, exchange_id, instrument_id, strategy_id, client_order_id, exchange_order_id, side, type, time_in_force, status, quantity, limit_price, stop_price, filled_quantity, average_fill_price, reject_reason, expires_at, cancel_requested_at, submitted_at, closed_at, created_at, updated_at)
-- select id, user_id, trading_account_id, exchange_id, instrument_id, strategy_id, client_order_id, exchange_order_id, side, type, time_in_force, status, quantity, limit_price, stop_price, filled_quantity, average_fill_price, reject_reason, expires_at, cancel_requested_at, submitted_at, closed_at, created_at, updated_at
--   from public.orders_old;
-- drop table public.orders_old;
-- alter table public.orders enable row level security;
-- grant insert (id, user_id, trading_account_id, exchange_id, instrument_id, strategy_id, client_order_id, side, type, time_in_force, quantity, limit_price, stop_price, expires_at), update (cancel_requested_at) on table public.orders to authenticated;
-- comment on column public.orders.exchange_id is 'The account''s exchange, repeated so that a foreign key can hold order, account and instrument to one exchange.';
-- comment on column public.orders.strategy_id is 'What placed the order; null when the user did.';
-- comment on column public.orders.client_order_id is 'Chosen by the client, unique in the account: sending the same order twice makes one.';
-- comment on column public.orders.exchange_order_id is 'The exchange''s name for the order; null until it has taken it.';
-- comment on column public.orders.limit_price is 'Worst price accepted; exactly limit and stop_limit orders have one.';
-- comment on column public.orders.stop_price is 'Price that wakes the order; exactly stop and stop_limit orders have one.';
-- comment on column public.orders.filled_quantity is 'Sum of the quantities of its trades.';
-- comment on column public.orders.average_fill_price is 'Mean price of its trades, weighted by quantity; null before the first.';
-- comment on column public.orders.expires_at is 'When an order with time_in_force gtd ends.';
-- comment on column public.orders.cancel_requested_at is 'When the user asked to cancel; the order may still fill before the exchange agrees.';
-- comment on column public.orders.submitted_at is 'When the exchange took the order.';
-- comment on column public.orders.closed_at is 'When the order came to one of its four ends; null while it works.';
--
-- drop function partitions.with_patience(text);
--
-- drop function partitions.schedule();
--
-- drop function partitions.month_name(regclass,timestamp with time zone);
--
-- drop function partitions.large_tables();
--
-- drop function partitions.default_of(regclass);
--
-- drop function partitions.create_months(integer,timestamp with time zone);
--
-- drop function partitions.create_month(regclass,name,timestamp with time zone);
--
-- drop function partitions.archive_months(interval);
--
-- drop function partitions.archive_month(regclass,regclass,text);
--
-- drop materialized view analytics.daily_volumes;
--
-- drop view public.trade_history;
--
-- alter table public.orders add constraint orders_pkey primary key (id);
-- alter table public.orders add constraint orders_client_order_id_length check (char_length(client_order_id) >= 1 and char_length(client_order_id) <= 64);
-- alter table public.orders add constraint orders_client_order_key unique (user_id, trading_account_id, exchange_id, client_order_id);
-- alter table public.orders add constraint orders_closed_at_matches_status check ((status = any (array['filled'::public.order_status, 'cancelled'::public.order_status, 'rejected'::public.order_status, 'expired'::public.order_status])) = (closed_at is not null));
-- alter table public.orders add constraint orders_expires_at_matches_force check ((time_in_force = 'gtd'::public.time_in_force) = (expires_at is not null));
-- alter table public.orders add constraint orders_fill_price_matches_fill check ((filled_quantity::numeric > 0::numeric) = (average_fill_price is not null));
-- alter table public.orders add constraint orders_filled_within_quantity check (filled_quantity::numeric >= 0::numeric and filled_quantity::numeric <= quantity::numeric);
-- alter table public.orders add constraint orders_limit_price_matches_type check ((type = any (array['limit'::public.order_type, 'stop_limit'::public.order_type])) = (limit_price is not null));
-- alter table public.orders add constraint orders_reject_reason_matches_status check ((status = 'rejected'::public.order_status) = (reject_reason is not null));
-- alter table public.orders add constraint orders_status_matches_fill check (
-- case status
--     when 'pending'::public.order_status then (filled_quantity::numeric = 0::numeric)
--     when 'open'::public.order_status then (filled_quantity::numeric = 0::numeric)
--     when 'rejected'::public.order_status then (filled_quantity::numeric = 0::numeric)
--     when 'partially_filled'::public.order_status then (filled_quantity::numeric > 0::numeric and filled_quantity::numeric < quantity::numeric)
--     when 'filled'::public.order_status then (filled_quantity::numeric = quantity::numeric)
--     else (filled_quantity::numeric < quantity::numeric)
-- end);
-- alter table public.orders add constraint orders_stop_price_matches_type check ((type = any (array['stop'::public.order_type, 'stop_limit'::public.order_type])) = (stop_price is not null));
-- alter table public.orders add constraint orders_submitted_before_closed check (closed_at >= submitted_at);
-- alter table public.orders add constraint orders_submitted_before_working check (status <> all (array['open'::public.order_status, 'partially_filled'::public.order_status, 'filled'::public.order_status]) or submitted_at is not null);
-- alter table public.orders add constraint orders_user_id_instrument_key unique (user_id, id, instrument_id);
-- alter table public.orders add constraint orders_instrument_fkey foreign key (exchange_id, instrument_id) references public.instruments(exchange_id, id) on delete restrict;
-- alter table public.orders add constraint orders_strategy_fkey foreign key (user_id, strategy_id) references public.strategies(user_id, id) on delete restrict;
-- alter table public.orders add constraint orders_trading_account_fkey foreign key (user_id, trading_account_id, exchange_id) references public.trading_accounts(user_id, id, exchange_id) on delete restrict;
-- create unique index orders_exchange_order_key on public.orders using btree (trading_account_id, exchange_order_id) where exchange_order_id is not null;
-- create index orders_expiring_idx on public.orders using btree (expires_at) where (closed_at is null and expires_at is not null);
-- create index orders_instrument_idx on public.orders using btree (exchange_id, instrument_id, created_at desc);
-- create index orders_open_idx on public.orders using btree (user_id, trading_account_id, created_at desc) where closed_at is null;
-- create index orders_recent_idx on public.orders using btree (user_id, created_at desc, id desc);
-- create index orders_strategy_idx on public.orders using btree (user_id, strategy_id, created_at desc) where strategy_id is not null;
-- create policy orders_insert_own on public.orders
--     for insert
--     to authenticated
--     with check (user_id = ( select auth.uid() as uid) and exists ( select
--    from public.trading_accounts a
--   where (a.id = orders.trading_account_id and a.status = 'active'::public.account_status)));
-- create policy orders_select_own on public.orders
--     for select
--     to authenticated
--     using (user_id = ( select auth.uid() as uid));
-- create policy orders_update_own on public.orders
--     for update
--     to authenticated
--     using (user_id = ( select auth.uid() as uid) and closed_at is null)
--     with check (user_id = ( select auth.uid() as uid));
-- create constraint trigger audit after insert or delete or update on public.orders deferrable initially deferred for each row execute function audit.record('user_id', 'id');
-- create trigger check_entry after insert on public.orders for each row execute function private.check_order_entry();
-- create trigger check_risk_limits after insert on public.orders for each row execute function private.check_risk_limits();
-- create trigger guard_change before update on public.orders for each row execute function private.guard_order_change();
-- create trigger set_updated_at before update on public.orders for each row execute function private.set_updated_at();
-- grant select on table public.orders to authenticated;
-- grant insert, select, update on table public.orders to service_role;
-- comment on table public.orders is 'Orders from the wish to the end: clients insert and ask to cancel, the execution engine writes everything else.';
--
-- alter table public.trades rename to trades_old;
-- create table public.trades (
--     id uuid not null default gen_random_uuid(),
--     user_id uuid not null,
--     order_id uuid not null,
--     instrument_id uuid not null,
--     exchange_trade_id text not null,
--     liquidity public.liquidity,
--     price public.price not null,
--     quantity public.quantity not null,
--     fee_amount public.amount not null default 0,
--     fee_asset_id uuid,
--     executed_at timestamp with time zone not null,
--     created_at timestamp with time zone not null default now()
-- );
-- insert into public.trades (id, user_id, order_id, instrument_id, exchange_trade_id, liquidity, price, quantity, fee_amount, fee_asset_id, executed_at, created_at)
-- select id, user_id, order_id, instrument_id, exchange_trade_id, liquidity, price, quantity, fee_amount, fee_asset_id, executed_at, created_at
--   from public.trades_old;
-- drop table public.trades_old;
--
-- create materialized view analytics.daily_volumes as
-- select instrument_id,
--     (executed_at at time zone 'UTC'::text)::date as day,
--     count(*) as trade_count,
--     (sum(quantity::numeric))::numeric(38,18) as quantity,
--     (sum(price::numeric * quantity::numeric))::numeric(38,18) as notional,
--     (min(price::numeric))::numeric(38,18) as lowest_price,
--     (max(price::numeric))::numeric(38,18) as highest_price
--    from public.trades t
--   group by instrument_id, ((executed_at at time zone 'UTC'::text)::date);
-- create unique index daily_volumes_instrument_day_key on analytics.daily_volumes using btree (instrument_id, day);
-- grant select on table analytics.daily_volumes to service_role;
-- comment on materialized view analytics.daily_volumes is 'What the platform''s users traded of an instrument on a day (UTC), as of the last refresh.';
-- comment on column analytics.daily_volumes.notional is 'Sum of price times quantity, in the quote asset.';
--
-- create materialized view analytics.strategy_performance as
-- select o.user_id,
--     o.strategy_id,
--     o.instrument_id,
--     a.mode,
--     count(*) as order_count,
--     count(*) filter (where o.status = 'filled'::public.order_status) as filled_count,
--     count(*) filter (where o.status = 'rejected'::public.order_status) as rejected_count,
--     (coalesce(sum(o.filled_quantity::numeric) filter (where o.side = 'buy'::public.order_side), 0::numeric))::numeric(38,18) as bought_quantity,
--     (coalesce(sum(o.filled_quantity::numeric) filter (where o.side = 'sell'::public.order_side), 0::numeric))::numeric(38,18) as sold_quantity,
--     (coalesce(sum(o.filled_quantity::numeric * o.average_fill_price::numeric) filter (where o.side = 'buy'::public.order_side), 0::numeric))::numeric(38,18) as bought_notional,
--     (coalesce(sum(o.filled_quantity::numeric * o.average_fill_price::numeric) filter (where o.side = 'sell'::public.order_side), 0::numeric))::numeric(38,18) as sold_notional,
--     (least(sum(o.filled_quantity::numeric) filter (where o.side = 'buy'::public.order_side), sum(o.filled_quantity::numeric) filter (where o.side = 'sell'::public.order_side)) * ((sum(o.filled_quantity::numeric * o.average_fill_price::numeric) filter (where o.side = 'sell'::public.order_side) / nullif(sum(o.filled_quantity::numeric) filter (where o.side = 'sell'::public.order_side), 0::numeric)) - (sum(o.filled_quantity::numeric * o.average_fill_price::numeric) filter (where o.side = 'buy'::public.order_side) / nullif(sum(o.filled_quantity::numeric) filter (where o.side = 'buy'::public.order_side), 0::numeric))))::numeric(38,18) as matched_pnl,
--     max(o.created_at) as last_order_at
--    from (public.orders o
--      join public.trading_accounts a on (a.id = o.trading_account_id))
--   where (o.strategy_id is not null)
--   group by o.user_id, o.strategy_id, o.instrument_id, a.mode;
-- create unique index strategy_performance_key on analytics.strategy_performance using btree (strategy_id, instrument_id, mode);
-- grant select on table analytics.strategy_performance to service_role;
-- comment on materialized view analytics.strategy_performance is 'What a strategy ordered in an instrument and what came of it, as of the last refresh.';
-- comment on column analytics.strategy_performance.mode is 'Paper results are rows of their own: whoever adds up says which are meant.';
-- comment on column analytics.strategy_performance.bought_notional is 'Sum of price times quantity, in the quote asset, as sold_notional.';
-- comment on column analytics.strategy_performance.matched_pnl is 'What was both bought and sold, at the mean prices, fees not deducted, in the quote asset; null where only one of them happened.';
--
-- create view public.open_orders with (security_invoker=true) as
-- select o.id,
--     o.user_id,
--     o.trading_account_id,
--     a.label as account_label,
--     e.code as exchange_code,
--     i.symbol,
--     o.strategy_id,
--     o.client_order_id,
--     o.side,
--     o.type,
--     o.time_in_force,
--     o.status,
--     o.quantity,
--     o.filled_quantity,
--     (o.quantity::numeric - (o.filled_quantity)::numeric)::numeric(38,18) as remaining_quantity,
--     o.limit_price,
--     o.stop_price,
--     o.cancel_requested_at,
--     o.created_at
--    from (((public.orders o
--      join public.trading_accounts a on (a.id = o.trading_account_id))
--      join public.exchanges e on (e.id = o.exchange_id))
--      join public.instruments i on (i.id = o.instrument_id))
--   where o.closed_at is null;
-- grant select on table public.open_orders to authenticated;
-- grant select on table public.open_orders to service_role;
-- comment on view public.open_orders is 'Orders that may still fill, with the names that a blotter shows.';
-- comment on column public.open_orders.remaining_quantity is 'What is left to fill.';
--
-- drop table archive.trades;
--
-- drop table private.order_keys;
--
-- drop table archive.orders;
--
-- drop schema partitions;
--
-- drop schema archive;
--
-- drop function private.check_trade_once();
--
-- alter table public.trades enable row level security;
-- alter table public.trades add constraint trades_pkey primary key (id);
-- alter table public.trades add constraint trades_exchange_trade_id_length check (char_length(exchange_trade_id) >= 1 and char_length(exchange_trade_id) <= 64);
-- alter table public.trades add constraint trades_exchange_trade_key unique (user_id, order_id, instrument_id, exchange_trade_id);
-- alter table public.trades add constraint trades_fee_has_asset check (fee_amount::numeric = 0::numeric or fee_asset_id is not null);
-- alter table public.trades add constraint trades_fee_asset_fkey foreign key (fee_asset_id) references public.assets(id) on delete restrict;
-- alter table public.trades add constraint trades_order_fkey foreign key (user_id, order_id, instrument_id) references public.orders(user_id, id, instrument_id) on delete restrict;
-- create index trades_executed_at_idx on public.trades using brin (executed_at);
-- create index trades_fee_asset_idx on public.trades using btree (fee_asset_id) where fee_asset_id is not null;
-- create index trades_instrument_idx on public.trades using btree (instrument_id, executed_at desc);
-- create index trades_recent_idx on public.trades using btree (user_id, executed_at desc, id desc);
-- create policy trades_select_own on public.trades
--     for select
--     to authenticated
--     using (user_id = ( select auth.uid() as uid));
-- create constraint trigger audit after insert or delete or update on public.trades deferrable initially deferred for each row execute function audit.record('user_id', 'id');
-- grant select on table public.trades to authenticated;
-- grant insert, select on table public.trades to service_role;
-- comment on table public.trades is 'Executions of orders, as the exchange reported them; written once, never changed.';
-- comment on column public.trades.instrument_id is 'The order''s instrument, repeated for queries by instrument; the foreign key keeps it equal.';
-- comment on column public.trades.exchange_trade_id is 'The exchange''s name for it; both sides of a trade between two orders of one user share it, so it is unique in its order.';
-- comment on column public.trades.liquidity is 'Null where the exchange does not say.';
-- comment on column public.trades.fee_amount is 'Paid in fee_asset_id; negative for a rebate.';
-- comment on column public.trades.executed_at is 'The exchange''s clock; created_at is ours.';
