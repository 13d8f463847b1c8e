-- Order entry: what a check cannot see, as it stands in other rows. After the insert, not before it: policies and foreign keys have spoken
-- by then, so that nobody learns anything of another's account, and so has the order's name: a repeat is refused as one, not as one order too
-- many. Security definer, to lock and count rows that the inserting role may not.

create function private.check_order_entry() returns trigger
    language plpgsql
    security definer
    set search_path = ''
as $$
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
$$;
comment on function private.check_order_entry() is 'Trigger: a new order is pending, on an account and in an instrument that take orders, by its rules.';

create function private.last_price(instrument_id uuid) returns numeric
    language sql stable
    set search_path = ''
as $$
    select b.close_price
      from public.market_data_bars b
     where b.instrument_id = last_price.instrument_id and b.interval_seconds = 60 and b.opened_at > now() - interval '1 hour'
     order by b.opened_at desc
     limit 1
$$;
comment on function private.last_price(uuid) is 'Close of the newest bar of a minute; null where an hour went by without one.';

create function private.realized_today(rule public.risk_limits) returns numeric
    language sql stable
    set search_path = ''
as $$
    select coalesce(sum(d.realized_pnl), 0)
      from public.daily_results d
      join public.instruments i on i.id = d.instrument_id
     where d.user_id = rule.user_id
       and d.trading_account_id = rule.trading_account_id
       and d.exchange_id = rule.exchange_id
       and d.day = (now() at time zone 'UTC')::date
       and i.quote_asset_id = rule.asset_id
       and (rule.instrument_id is null or d.instrument_id = rule.instrument_id)
$$;
comment on function private.realized_today(public.risk_limits) is 'Result of the day in the scope of a rule, in its asset.';

create function private.open_orders(rule public.risk_limits) returns bigint
    language sql stable
    set search_path = ''
as $$
    select count(*)
      from public.orders o
     where o.user_id = rule.user_id
       and o.trading_account_id = rule.trading_account_id
       and o.closed_at is null
       and (rule.strategy_id is null or o.strategy_id = rule.strategy_id)
       and (rule.instrument_id is null or o.instrument_id = rule.instrument_id)
$$;
comment on function private.open_orders(public.risk_limits) is 'How many orders in the scope of a rule may still fill.';

create function private.only_reduces(account_id uuid, instrument_id uuid, side public.order_side) returns boolean
    language sql stable
    set search_path = ''
as $$
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
$$;
comment on function private.only_reduces(uuid, uuid, public.order_side) is
    'Whether the open orders of one side, all filled, would at most close the account''s position.';

-- Orders that fall under one rule are checked one after the other: each locks the rule until its transaction ends, and counts after that.
create function private.check_risk_limits() returns trigger
    language plpgsql
    security definer
    set search_path = ''
as $$
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
$$;
comment on function private.check_risk_limits() is 'Trigger: a new order keeps every risk limit that it falls under.';

create trigger check_entry after insert on public.orders
    for each row execute function private.check_order_entry();
create trigger check_risk_limits after insert on public.orders
    for each row execute function private.check_risk_limits();

revoke execute on function private.check_order_entry() from public;
revoke execute on function private.last_price(uuid) from public;
revoke execute on function private.realized_today(public.risk_limits) from public;
revoke execute on function private.open_orders(public.risk_limits) from public;
revoke execute on function private.only_reduces(uuid, uuid, public.order_side) from public;
revoke execute on function private.check_risk_limits() from public;
