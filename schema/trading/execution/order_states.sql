-- Which state may follow which. A function, as it is part of the code: engine and database are released together, and a table of
-- transitions could be changed under them.
create function private.order_may_become(was public.order_status, becomes public.order_status) returns boolean
    language sql immutable
    set search_path = ''
as $$
    select case was
        -- the exchange may report the first fill, or the end, before it reports that it took the order
        when 'pending' then becomes in ('pending', 'open', 'partially_filled', 'filled', 'cancelled', 'rejected', 'expired')
        when 'open' then becomes in ('open', 'partially_filled', 'filled', 'cancelled', 'expired')
        when 'partially_filled' then becomes in ('partially_filled', 'filled', 'cancelled', 'expired')
        -- filled, cancelled, rejected and expired are ends
        else false
    end
$$;
comment on function private.order_may_become(public.order_status, public.order_status) is
    'Whether an order in one state may be in the other next; staying in a state that is no end is allowed.';

create function private.guard_order_change() returns trigger
    language plpgsql
    set search_path = ''
as $$
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
$$;
comment on function private.guard_order_change() is 'Trigger: an order moves along its states only, and what was asked for stays.';

-- by its name it fires before set_updated_at
create trigger guard_change before update on public.orders
    for each row execute function private.guard_order_change();

revoke execute on function private.order_may_become(public.order_status, public.order_status) from public;
revoke execute on function private.guard_order_change() from public;
