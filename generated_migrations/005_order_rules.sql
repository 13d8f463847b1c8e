-- schemactl migration 005_order_rules
-- parent: 004_exchange_connections sha256:85c556421a6280b7d87171ad1e0003d5f0cc8030a52036603299151d9cce9460
-- from: fp:136924e37793a8c9  to: fp:9114db82007790af
-- proved: up, down, data (16 of 16 tables) on PostgreSQL 17.10 (sha256:b2d19aff2819e5733e2966e57da825b1e85eddf920ad7cbba8fd53d8010ce1e4)
-- changes: +1 extension, +1 enum, +5 tables, +10 functions, +4 triggers
-- access: authenticated: + insert, update on column public.strategy_assignments.active_during; + insert on column
--          public.strategy_assignments.exchange_id, column public.strategy_assignments.id, column public.strategy_assignments.strategy_id
--          and 10 more; + select, select by policy on table public.daily_results, table public.risk_limits, table public.signals; + insert
--          by policy, select, select by policy, update by policy on table public.strategy_assignments; + insert by policy, select, select
--          by policy on table public.strategy_versions
--        | service_role: + select on table public.daily_results; + delete, insert, select, update on table public.risk_limits; + insert,
--          select on table public.signals, table public.strategy_versions; + insert, select, update on table public.strategy_assignments
-- locks: public.instruments SHARE ROW EXCLUSIVE, public.trading_accounts SHARE ROW EXCLUSIVE, public.orders SHARE ROW EXCLUSIVE,
--          public.positions SHARE ROW EXCLUSIVE, public.assets SHARE ROW EXCLUSIVE, public.strategies SHARE ROW EXCLUSIVE (measured)
-- rewrites: none
-- hazards: changes_access (column public.strategy_assignments.active_during: authenticated gains insert, and access to 18 more)

-- UP
create extension btree_gist with schema extensions version '1.7';
comment on extension btree_gist is 'support for indexing common datatypes in GiST';

create type public.signal_direction as enum ('long', 'flat', 'short');
comment on type public.signal_direction is 'Where a strategy wants its position to be.';

create table public.daily_results (
    id uuid not null default gen_random_uuid(),
    user_id uuid not null,
    trading_account_id uuid not null,
    exchange_id uuid not null,
    instrument_id uuid not null,
    day date not null,
    realized_pnl public.amount not null,
    created_at timestamp with time zone not null default now(),
    updated_at timestamp with time zone not null default now(),
    constraint daily_results_pkey primary key (id),
    constraint daily_results_day_key unique (user_id, trading_account_id, exchange_id, day, instrument_id),
    constraint daily_results_instrument_fkey foreign key (exchange_id, instrument_id) references public.instruments(exchange_id, id) on delete restrict,
    constraint daily_results_trading_account_fkey foreign key (user_id, trading_account_id, exchange_id) references public.trading_accounts(user_id, id, exchange_id) on delete cascade
);
alter table public.daily_results enable row level security;
create index daily_results_instrument_idx on public.daily_results using btree (exchange_id, instrument_id);
create policy daily_results_select_own on public.daily_results
    for select
    to authenticated
    using (user_id = ( select auth.uid() as uid));
create trigger set_updated_at before update on public.daily_results for each row execute function private.set_updated_at();
grant select on table public.daily_results to authenticated;
grant select on table public.daily_results to service_role;
comment on table public.daily_results is 'What an account realized in an instrument on a day: the sum of the changes of its position''s result.';
comment on column public.daily_results.day is 'In UTC, by the clock of the database.';
comment on column public.daily_results.realized_pnl is 'In the quote asset, fees not deducted; negative for a loss.';

create function private.check_order_entry()
 returns trigger
 language plpgsql
 security definer
 set search_path to ''
as $function$
declare
    instrument public.instruments;
    account_status public.account_status;
begin
    select i.* into strict instrument from public.instruments i where i.id = new.instrument_id;
    select a.status into strict account_status from public.trading_accounts a where a.id = new.trading_account_id;
    if new.status <> 'pending' then
        raise exception 'order % begins as %: an order begins as pending', new.id, new.status using errcode = 'TO001';
    end if;
    if account_status <> 'active' then
        raise exception 'account % is % and takes no orders', new.trading_account_id, account_status using errcode = 'TR001';
    end if;
    if instrument.status <> 'active' then
        raise exception 'instrument % is % and takes no orders', instrument.symbol, instrument.status using errcode = 'TR002';
    end if;
    if mod(new.quantity, instrument.lot_size) <> 0
       or mod(new.limit_price, instrument.tick_size) <> 0
       or mod(new.stop_price, instrument.tick_size) <> 0
       or new.quantity * coalesce(new.limit_price, new.stop_price) < instrument.min_notional then
        raise exception 'order % does not fit the rules of %', new.id, instrument.symbol
            using errcode = 'TR003',
                  hint = format('Quantities are multiples of %s, prices of %s, price times quantity at least %s.',
                                trim_scale(instrument.lot_size), trim_scale(instrument.tick_size),
                                coalesce(trim_scale(instrument.min_notional), 0));
    end if;
    return null;
end
$function$;
comment on function private.check_order_entry() is 'Trigger: a new order is pending, on an account and in an instrument that take orders, by its rules.';

create function private.guard_order_change()
 returns trigger
 language plpgsql
 set search_path to ''
as $function$
begin
    if old.closed_at is not null then
        raise exception 'order % is % and cannot be changed', old.id, old.status
            using errcode = 'TO002', hint = 'What the exchange corrects afterwards is booked in the ledger.';
    end if;
    if not private.order_may_become(old.status, new.status) then
        raise exception 'order % is % and cannot become %', old.id, old.status, new.status using errcode = 'TO001';
    end if;
    if (new.id, new.user_id, new.trading_account_id, new.exchange_id, new.instrument_id, new.strategy_id, new.client_order_id, new.side,
        new.type, new.time_in_force, new.quantity, new.limit_price, new.stop_price, new.expires_at, new.created_at)
       is distinct from
       (old.id, old.user_id, old.trading_account_id, old.exchange_id, old.instrument_id, old.strategy_id, old.client_order_id, old.side,
        old.type, old.time_in_force, old.quantity, old.limit_price, old.stop_price, old.expires_at, old.created_at) then
        raise exception 'what order % asks for cannot be changed', old.id
            using errcode = 'TO003', hint = 'Cancel it and place another: each was checked against the limits as it stood.';
    end if;
    if new.filled_quantity < old.filled_quantity
       or (old.exchange_order_id is not null and new.exchange_order_id is distinct from old.exchange_order_id)
       or (old.submitted_at is not null and new.submitted_at is distinct from old.submitted_at) then
        raise exception 'what the exchange said of order % cannot be taken back', old.id using errcode = 'TO004';
    end if;
    return new;
end
$function$;
comment on function private.guard_order_change() is 'Trigger: an order moves along its states only, and what was asked for stays.';

create trigger check_entry after insert on public.orders for each row execute function private.check_order_entry();
create trigger guard_change before update on public.orders for each row execute function private.guard_order_change();

create function private.add_to_daily_results()
 returns trigger
 language plpgsql
 security definer
 set search_path to ''
as $function$
declare
    change numeric := new.realized_pnl;
begin
    if tg_op = 'UPDATE' then
        change := change - old.realized_pnl;
    end if;
    if change <> 0 then
        insert into public.daily_results as d (user_id, trading_account_id, exchange_id, instrument_id, day, realized_pnl)
        values (new.user_id, new.trading_account_id, new.exchange_id, new.instrument_id, (now() at time zone 'UTC')::date, change)
            on conflict on constraint daily_results_day_key do update
            set realized_pnl = d.realized_pnl + excluded.realized_pnl;
    end if;
    return null;
end
$function$;
comment on function private.add_to_daily_results() is 'Trigger: adds what a position''s result changed by to the day''s.';

create trigger add_to_daily_results after insert or update of realized_pnl on public.positions for each row execute function private.add_to_daily_results();

create table public.risk_limits (
    id uuid not null default gen_random_uuid(),
    user_id uuid not null,
    trading_account_id uuid not null,
    exchange_id uuid not null,
    strategy_id uuid,
    instrument_id uuid,
    asset_id uuid,
    max_order_quantity public.quantity,
    max_order_notional public.amount,
    max_open_orders integer,
    max_daily_loss public.amount,
    created_at timestamp with time zone not null default now(),
    updated_at timestamp with time zone not null default now(),
    constraint risk_limits_pkey primary key (id),
    constraint risk_limits_asset_matches_sums check ((asset_id is not null) = (num_nonnulls(max_order_notional, max_daily_loss) > 0)),
    constraint risk_limits_daily_loss_not_by_strategy check (max_daily_loss is null or strategy_id is null),
    constraint risk_limits_max_daily_loss_positive check (max_daily_loss::numeric > 0::numeric),
    constraint risk_limits_max_open_orders_not_negative check (max_open_orders >= 0),
    constraint risk_limits_max_order_notional_positive check (max_order_notional::numeric > 0::numeric),
    constraint risk_limits_quantity_needs_instrument check (max_order_quantity is null or instrument_id is not null),
    constraint risk_limits_say_something check (num_nonnulls(max_order_quantity, max_order_notional, max_open_orders, max_daily_loss) > 0),
    constraint risk_limits_scope_key unique nulls not distinct (user_id, trading_account_id, exchange_id, strategy_id, instrument_id, asset_id),
    constraint risk_limits_asset_fkey foreign key (asset_id) references public.assets(id) on delete restrict,
    constraint risk_limits_instrument_fkey foreign key (exchange_id, instrument_id) references public.instruments(exchange_id, id) on delete restrict,
    constraint risk_limits_strategy_fkey foreign key (user_id, strategy_id) references public.strategies(user_id, id) on delete cascade,
    constraint risk_limits_trading_account_fkey foreign key (user_id, trading_account_id, exchange_id) references public.trading_accounts(user_id, id, exchange_id) on delete cascade
);
alter table public.risk_limits enable row level security;
create index risk_limits_asset_idx on public.risk_limits using btree (asset_id) where asset_id is not null;
create index risk_limits_instrument_idx on public.risk_limits using btree (exchange_id, instrument_id);
create index risk_limits_strategy_idx on public.risk_limits using btree (user_id, strategy_id);
create policy risk_limits_select_own on public.risk_limits
    for select
    to authenticated
    using (user_id = ( select auth.uid() as uid));
create trigger set_updated_at before update on public.risk_limits for each row execute function private.set_updated_at();
grant select on table public.risk_limits to authenticated;
grant delete, insert, select, update on table public.risk_limits to service_role;
comment on table public.risk_limits is 'What orders of an account may not exceed, checked as each is entered. All rules that fit an order hold.';
comment on column public.risk_limits.strategy_id is 'Only orders of this strategy; null for all orders, placed by hand or not.';
comment on column public.risk_limits.instrument_id is 'Only orders in this instrument; null for all.';
comment on column public.risk_limits.asset_id is 'What the sums are in. The rule is for instruments quoted in it: a sum in dollars says nothing of one in yen.';
comment on column public.risk_limits.max_order_quantity is 'Of one order; null for no limit, as in the other columns.';
comment on column public.risk_limits.max_order_notional is 'Price times quantity of one order; a market order counts at the last known price.';
comment on column public.risk_limits.max_open_orders is 'In the rule''s scope, the new one included; zero stops trading.';
comment on column public.risk_limits.max_daily_loss is 'Realized since midnight UTC; once it is reached only orders that reduce a position are taken.';

create function private.refuse_change()
 returns trigger
 language plpgsql
 set search_path to ''
as $function$
begin
    raise exception 'rows of %.% are written once: % is refused', tg_table_schema, tg_table_name, lower(tg_op)
        using errcode = 'TA001', hint = 'Write a new row that says what is different.';
end
$function$;
comment on function private.refuse_change() is 'Trigger: refuses the statement, whoever runs it.';

create table public.strategy_versions (
    id uuid not null default gen_random_uuid(),
    user_id uuid not null default auth.uid(),
    strategy_id uuid not null,
    version integer not null,
    code_hash text not null,
    parameters jsonb not null default '{}'::jsonb,
    notes text not null default ''::text,
    created_at timestamp with time zone not null default now(),
    constraint strategy_versions_pkey primary key (id),
    constraint strategy_versions_code_hash_form check (code_hash ~ '^[0-9a-f]{64}$'::text),
    constraint strategy_versions_notes_length check (char_length(notes) <= 4000),
    constraint strategy_versions_parameters_object check (jsonb_typeof(parameters) = 'object'::text),
    constraint strategy_versions_strategy_id_key unique (user_id, strategy_id, id),
    constraint strategy_versions_version_key unique (user_id, strategy_id, version),
    constraint strategy_versions_version_positive check (version > 0),
    constraint strategy_versions_strategy_fkey foreign key (user_id, strategy_id) references public.strategies(user_id, id) on delete cascade
);
alter table public.strategy_versions enable row level security;
create policy strategy_versions_insert_own on public.strategy_versions
    for insert
    to authenticated
    with check (user_id = ( select auth.uid() as uid));
create policy strategy_versions_select_own on public.strategy_versions
    for select
    to authenticated
    using (user_id = ( select auth.uid() as uid));
create trigger never_changed before update on public.strategy_versions for each statement execute function private.refuse_change();
grant select, insert (user_id, strategy_id, version, code_hash, parameters, notes, id) on table public.strategy_versions to authenticated;
grant insert, select on table public.strategy_versions to service_role;
comment on table public.strategy_versions is 'What a strategy was at a release: code and settings, never changed, so that what it did can be explained.';
comment on column public.strategy_versions.version is 'Counts up from one in its strategy.';
comment on column public.strategy_versions.code_hash is 'SHA-256 of the released code, in hexadecimal.';
comment on column public.strategy_versions.parameters is 'The settings it was released with.';

create table public.signals (
    id uuid not null default gen_random_uuid(),
    user_id uuid not null,
    strategy_id uuid not null,
    strategy_version_id uuid not null,
    instrument_id uuid not null,
    direction public.signal_direction not null,
    strength numeric(5,4) not null,
    reference_price public.price,
    details jsonb not null default '{}'::jsonb,
    generated_at timestamp with time zone not null,
    expires_at timestamp with time zone,
    created_at timestamp with time zone not null default now(),
    constraint signals_pkey primary key (id),
    constraint signals_details_object check (jsonb_typeof(details) = 'object'::text),
    constraint signals_generated_before_expiry check (expires_at > generated_at),
    constraint signals_generated_key unique (user_id, strategy_id, strategy_version_id, instrument_id, generated_at),
    constraint signals_strength_share check (strength >= 0::numeric and strength <= 1::numeric),
    constraint signals_instrument_fkey foreign key (instrument_id) references public.instruments(id) on delete restrict,
    constraint signals_version_fkey foreign key (user_id, strategy_id, strategy_version_id) references public.strategy_versions(user_id, strategy_id, id) on delete restrict
);
alter table public.signals enable row level security;
create index signals_instrument_idx on public.signals using btree (instrument_id, generated_at desc);
create policy signals_select_own on public.signals
    for select
    to authenticated
    using (user_id = ( select auth.uid() as uid));
create trigger never_changed before update on public.signals for each statement execute function private.refuse_change();
grant select on table public.signals to authenticated;
grant insert, select on table public.signals to service_role;
comment on table public.signals is 'What a version of a strategy wanted at a moment; written once, acted on or not.';
comment on column public.signals.strength is 'How sure the strategy is: zero to one.';
comment on column public.signals.reference_price is 'The price that the strategy saw; null where it looks at none.';
comment on column public.signals.details is 'What led to it, an object whose keys the strategy''s code defines.';
comment on column public.signals.generated_at is 'The strategy''s clock, in a backtest''s sense of now; created_at is ours.';
comment on column public.signals.expires_at is 'From when on it must not be acted on; null where it holds until the next.';

create table public.strategy_assignments (
    id uuid not null default gen_random_uuid(),
    user_id uuid not null default auth.uid(),
    trading_account_id uuid not null,
    exchange_id uuid not null,
    strategy_id uuid not null,
    strategy_version_id uuid not null,
    active_during tstzrange not null default tstzrange(now(), null::timestamp with time zone),
    created_at timestamp with time zone not null default now(),
    updated_at timestamp with time zone not null default now(),
    constraint strategy_assignments_pkey primary key (id),
    constraint strategy_assignments_active_during_form check (not isempty(active_during) and lower_inc(active_during) and not upper_inc(active_during)),
    constraint strategy_assignments_no_overlap exclude using gist (user_id with =, trading_account_id with =, strategy_id with =, active_during with &&),
    constraint strategy_assignments_trading_account_fkey foreign key (user_id, trading_account_id, exchange_id) references public.trading_accounts(user_id, id, exchange_id) on delete restrict,
    constraint strategy_assignments_version_fkey foreign key (user_id, strategy_id, strategy_version_id) references public.strategy_versions(user_id, strategy_id, id) on delete restrict
);
alter table public.strategy_assignments enable row level security;
create index strategy_assignments_trading_account_idx on public.strategy_assignments using btree (user_id, trading_account_id, exchange_id);
create index strategy_assignments_version_idx on public.strategy_assignments using btree (user_id, strategy_id, strategy_version_id);
create policy strategy_assignments_insert_own on public.strategy_assignments
    for insert
    to authenticated
    with check (user_id = ( select auth.uid() as uid));
create policy strategy_assignments_select_own on public.strategy_assignments
    for select
    to authenticated
    using (user_id = ( select auth.uid() as uid));
create policy strategy_assignments_update_own on public.strategy_assignments
    for update
    to authenticated
    using (user_id = ( select auth.uid() as uid))
    with check (user_id = ( select auth.uid() as uid));
create trigger set_updated_at before update on public.strategy_assignments for each row execute function private.set_updated_at();
grant select, insert (id, user_id, trading_account_id, exchange_id, strategy_id, strategy_version_id, active_during), update (active_during) on table public.strategy_assignments to authenticated;
grant insert, select, update on table public.strategy_assignments to service_role;
comment on table public.strategy_assignments is 'Which version of a strategy trades on an account, and when.';
comment on column public.strategy_assignments.active_during is 'Without an end while it runs; ended by setting one.';

create function private.last_price(instrument_id uuid)
 returns numeric
 language sql
 stable
 set search_path to ''
as $function$
    select b.close_price
      from public.market_data_bars b
     where b.instrument_id = last_price.instrument_id and b.interval_seconds = 60 and b.opened_at > now() - interval '1 hour'
     order by b.opened_at desc
     limit 1
$function$;
comment on function private.last_price(pg_catalog.uuid) is 'Close of the newest bar of a minute; null where an hour went by without one.';

create function private.only_reduces(account_id uuid, instrument_id uuid, side public.order_side)
 returns boolean
 language sql
 stable
 set search_path to ''
as $function$
    select exists (
        select from public.positions p
         where p.trading_account_id = only_reduces.account_id
           and p.instrument_id = only_reduces.instrument_id
           and (p.quantity > 0) = (only_reduces.side = 'sell')
           and abs(p.quantity) >= (select sum(o.quantity - o.filled_quantity)
                                     from public.orders o
                                    where o.user_id = p.user_id
                                      and o.trading_account_id = p.trading_account_id
                                      and o.instrument_id = p.instrument_id
                                      and o.side = only_reduces.side
                                      and o.closed_at is null))
$function$;
comment on function private.only_reduces(pg_catalog.uuid,pg_catalog.uuid,public.order_side) is 'Whether the open orders of one side, all filled, would at most close the account''s position.';

create function private.open_orders(rule public.risk_limits)
 returns bigint
 language sql
 stable
 set search_path to ''
as $function$
    select count(*)
      from public.orders o
     where o.user_id = rule.user_id
       and o.trading_account_id = rule.trading_account_id
       and o.closed_at is null
       and (rule.strategy_id is null or o.strategy_id = rule.strategy_id)
       and (rule.instrument_id is null or o.instrument_id = rule.instrument_id)
$function$;
comment on function private.open_orders(public.risk_limits) is 'How many orders in the scope of a rule may still fill.';

create function private.order_may_become(was public.order_status, becomes public.order_status)
 returns boolean
 language sql
 immutable
 set search_path to ''
as $function$
    select case was
        -- the exchange may report the first fill, or the end, before it reports that it took the order
        when 'pending' then becomes in ('pending', 'open', 'partially_filled', 'filled', 'cancelled', 'rejected', 'expired')
        when 'open' then becomes in ('open', 'partially_filled', 'filled', 'cancelled', 'expired')
        when 'partially_filled' then becomes in ('partially_filled', 'filled', 'cancelled', 'expired')
        -- filled, cancelled, rejected and expired are ends
        else false
    end
$function$;
comment on function private.order_may_become(public.order_status,public.order_status) is 'Whether an order in one state may be in the other next; staying in a state that is no end is allowed.';

create function private.realized_today(rule public.risk_limits)
 returns numeric
 language sql
 stable
 set search_path to ''
as $function$
    select coalesce(sum(d.realized_pnl), 0)
      from public.daily_results d
      join public.instruments i on i.id = d.instrument_id
     where d.user_id = rule.user_id
       and d.trading_account_id = rule.trading_account_id
       and d.exchange_id = rule.exchange_id
       and d.day = (now() at time zone 'UTC')::date
       and i.quote_asset_id = rule.asset_id
       and (rule.instrument_id is null or d.instrument_id = rule.instrument_id)
$function$;
comment on function private.realized_today(public.risk_limits) is 'Result of the day in the scope of a rule, in its asset.';

create function private.check_risk_limits()
 returns trigger
 language plpgsql
 security definer
 set search_path to ''
as $function$
declare
    rule public.risk_limits;
    price numeric;
begin
    for rule in
        select l.*
          from public.risk_limits l
          join public.instruments i on i.id = new.instrument_id
         where l.user_id = new.user_id
           and l.trading_account_id = new.trading_account_id
           and (l.strategy_id is null or l.strategy_id = new.strategy_id)
           and (l.instrument_id is null or l.instrument_id = new.instrument_id)
           and (l.asset_id is null or l.asset_id = i.quote_asset_id)
         order by l.id
           for no key update of l
    loop
        -- a count in an older snapshot would miss what others entered; serializable transactions find that out by themselves
        if current_setting('transaction_isolation') = 'repeatable read' then
            raise exception 'orders under a risk limit cannot be entered in a repeatable read transaction' using errcode = 'TR005';
        end if;
        if new.quantity > rule.max_order_quantity then
            raise exception 'order % exceeds the largest quantity allowed', new.id
                using errcode = 'TR011', hint = format('At most %s an order.', trim_scale(rule.max_order_quantity));
        end if;
        if rule.max_order_notional is not null then
            price := coalesce(new.limit_price, new.stop_price, private.last_price(new.instrument_id));
            if price is null then
                raise exception 'order % has no price to compare with its limit, and the market none either', new.id
                    using errcode = 'TR004', hint = 'Set a limit price.';
            elsif new.quantity * price > rule.max_order_notional then
                raise exception 'order % exceeds the largest sum allowed', new.id
                    using errcode = 'TR012', hint = format('At most %s an order.', trim_scale(rule.max_order_notional));
            end if;
        end if;
        if rule.max_open_orders is not null and private.open_orders(rule) > rule.max_open_orders then
            raise exception 'order % is one open order too many', new.id
                using errcode = 'TR013', hint = format('At most %s at a time.', rule.max_open_orders);
        end if;
        if rule.max_daily_loss is not null
           and -private.realized_today(rule) >= rule.max_daily_loss
           and not private.only_reduces(new.trading_account_id, new.instrument_id, new.side) then
            raise exception 'the loss of today stops order %', new.id
                using errcode = 'TR014', hint = 'Until midnight UTC only orders that reduce a position are taken.';
        end if;
    end loop;
    return null;
end
$function$;
comment on function private.check_risk_limits() is 'Trigger: a new order keeps every risk limit that it falls under.';

create trigger check_risk_limits after insert on public.orders for each row execute function private.check_risk_limits();

revoke execute on function private.realized_today(public.risk_limits) from public;

revoke execute on function private.order_may_become(public.order_status,public.order_status) from public;

revoke execute on function private.open_orders(public.risk_limits) from public;

revoke execute on function private.only_reduces(pg_catalog.uuid,pg_catalog.uuid,public.order_side) from public;

revoke execute on function private.last_price(pg_catalog.uuid) from public;

revoke execute on function private.refuse_change() from public;

revoke execute on function private.add_to_daily_results() from public;

revoke execute on function private.guard_order_change() from public;

revoke execute on function private.check_risk_limits() from public;

revoke execute on function private.check_order_entry() from public;

-- DOWN (commented out, so that the whole file can be pasted into an SQL editor; `schemactl rollback` runs it)
-- drop function private.realized_today(public.risk_limits);
--
-- drop function private.order_may_become(public.order_status,public.order_status);
--
-- drop function private.open_orders(public.risk_limits);
--
-- drop function private.only_reduces(uuid,uuid,public.order_side);
--
-- drop function private.last_price(uuid);
--
-- drop trigger add_to_daily_results on public.positions;
--
-- drop function private.add_to_daily_results();
--
-- drop trigger guard_change on public.orders;
-- drop trigger check_risk_limits on public.orders;
-- drop trigger check_entry on public.orders;
--
-- drop function private.guard_order_change();
--
-- drop function private.check_risk_limits();
--
-- drop function private.check_order_entry();
--
-- drop table public.strategy_assignments;
--
-- drop table public.signals;
--
-- drop table public.strategy_versions;
--
-- drop table public.risk_limits;
--
-- drop table public.daily_results;
--
-- drop type public.signal_direction;
--
-- drop extension btree_gist;
--
-- drop function private.refuse_change();
