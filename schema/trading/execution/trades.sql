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
    executed_at timestamptz not null,
    created_at timestamptz not null default now(),
    -- restrict: what was executed was executed; the order's key stays when its month is archived
    constraint trades_order_fkey foreign key (user_id, order_id, instrument_id)
        references private.order_keys (user_id, order_id, instrument_id) on delete restrict,
    -- restrict: a fee in an unknown asset cannot be booked
    constraint trades_fee_asset_fkey foreign key (fee_asset_id) references public.assets (id) on delete restrict,
    constraint trades_pkey primary key (id, executed_at),
    -- with the order's key in front the index serves the foreign key too; a report that comes again with another time is refused by a trigger
    constraint trades_exchange_trade_key unique (user_id, order_id, instrument_id, exchange_trade_id, executed_at),
    constraint trades_exchange_trade_id_length check (char_length(exchange_trade_id) between 1 and 64),
    constraint trades_fee_has_asset check (fee_amount = 0 or fee_asset_id is not null)
) partition by range (executed_at);

-- what no month takes; partitions.create_months() moves it where it belongs
create table partitions.trades_default partition of public.trades default;
alter table partitions.trades_default enable row level security;

comment on table public.trades is 'Executions of orders, as the exchange reported them; written once, never changed.';
comment on column public.trades.exchange_trade_id is 'The exchange''s name for it; both sides of a trade between two orders of one user share it, so it is unique in its order.';
comment on column public.trades.instrument_id is 'The order''s instrument, repeated for queries by instrument; the foreign key keeps it equal.';
comment on column public.trades.liquidity is 'Null where the exchange does not say.';
comment on column public.trades.fee_amount is 'Paid in fee_asset_id; negative for a rebate.';
comment on column public.trades.executed_at is 'The exchange''s clock; created_at is ours.';

alter table public.trades enable row level security;

-- clients read; the execution engine writes, past row level security, and cannot change what it wrote either
create policy trades_select_own on public.trades for select to authenticated
    using (user_id = (select auth.uid()));

grant select on public.trades to authenticated;
grant select, insert on public.trades to service_role;

-- An index over all months cannot say that a name is unique without the time in it, and an exchange may round the same time differently from one
-- report to the next. So reports of one order are taken one after the other, by a lock on its key, and each is looked for.
create function private.check_trade_once() returns trigger
    language plpgsql
    security definer
    set search_path = ''
as $$
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
$$;
comment on function private.check_trade_once() is 'Trigger: an order has a trade of one name once, whatever time it is reported with.';

create trigger check_once after insert on public.trades
    for each row execute function private.check_trade_once();

revoke execute on function private.check_trade_once() from public;
