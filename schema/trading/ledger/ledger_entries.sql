create table public.ledger_entries (
    id uuid primary key default gen_random_uuid(),
    user_id uuid not null,
    trading_account_id uuid not null,
    exchange_id uuid not null,
    asset_id uuid not null,
    kind public.ledger_kind not null,
    amount public.amount not null,
    reference text not null,
    -- no foreign key: a booking stays when the order's month is archived
    order_id uuid,
    occurred_at timestamptz not null,
    created_at timestamptz not null default now(),
    -- restrict, both: books are kept
    constraint ledger_entries_trading_account_fkey foreign key (user_id, trading_account_id, exchange_id)
        references public.trading_accounts (user_id, id, exchange_id) on delete restrict,
    constraint ledger_entries_asset_fkey foreign key (asset_id) references public.assets (id) on delete restrict,
    -- whatever is reported again is booked once; the front serves the account's foreign key
    constraint ledger_entries_reference_key unique (user_id, trading_account_id, exchange_id, asset_id, kind, reference),
    constraint ledger_entries_amount_not_zero check (amount <> 0),
    constraint ledger_entries_amount_matches_kind check (
        case kind when 'deposit' then amount > 0 when 'withdrawal' then amount < 0 else true end
    ),
    constraint ledger_entries_reference_length check (char_length(reference) between 1 and 100)
);

comment on table public.ledger_entries is 'Everything that changed a balance, one signed amount an account and asset; written once. A mistake is booked back.';
comment on column public.ledger_entries.amount is 'What the account gained (positive) or lost, in the asset.';
comment on column public.ledger_entries.reference is 'What it was, by the name that its source gives: a trade, a payment. Unique in account, asset and kind.';
comment on column public.ledger_entries.order_id is 'The order that it comes from; null for what no order caused.';
comment on column public.ledger_entries.occurred_at is 'When it happened, by the clock of its source; created_at is when it was booked.';

create trigger never_changed before update or delete or truncate on public.ledger_entries
    for each statement execute function private.refuse_change();

alter table public.ledger_entries enable row level security;

-- clients read; the engine books, past row level security, and cannot change what it booked either
create policy ledger_entries_select_own on public.ledger_entries for select to authenticated
    using (user_id = (select auth.uid()));

grant select on public.ledger_entries to authenticated;
grant select, insert on public.ledger_entries to service_role;

-- After the insert and for the whole statement: what `on conflict do nothing` left out is not booked, and a statement of many entries
-- changes each balance once. Security definer: nobody else may change a balance.
create function private.book_ledger_entries() returns trigger
    language plpgsql
    security definer
    set search_path = ''
as $$
begin
    insert into public.balances (user_id, trading_account_id, exchange_id, asset_id)
    select distinct e.user_id, e.trading_account_id, e.exchange_id, e.asset_id from booked e order by 1, 2, 3, 4
        on conflict do nothing;
    -- locked in one order, so that two statements over the same balances never wait for each other
    perform from public.balances b
      where (b.user_id, b.trading_account_id, b.exchange_id, b.asset_id)
            in (select e.user_id, e.trading_account_id, e.exchange_id, e.asset_id from booked e)
      order by b.user_id, b.trading_account_id, b.exchange_id, b.asset_id
        for no key update;
    update public.balances b
       set balance = b.balance + e.change
      from (select user_id, trading_account_id, exchange_id, asset_id, sum(amount) as change from booked group by 1, 2, 3, 4) e
     where b.user_id = e.user_id
       and b.trading_account_id = e.trading_account_id
       and b.exchange_id = e.exchange_id
       and b.asset_id = e.asset_id;
    return null;
end
$$;
comment on function private.book_ledger_entries() is 'Trigger: adds new entries to the balances, which refuse to fall below what the account may owe.';

create trigger book after insert on public.ledger_entries
    referencing new table as booked
    for each statement execute function private.book_ledger_entries();

create function private.check_transfer() returns trigger
    language plpgsql
    security definer
    set search_path = ''
as $$
declare
    total numeric;
begin
    select sum(e.amount) into total
      from public.ledger_entries e
     where e.user_id = new.user_id and e.kind = 'transfer' and e.reference = new.reference and e.asset_id = new.asset_id;
    if total <> 0 then
        raise exception 'the entries of transfer % do not add up to zero', new.reference
            using errcode = 'TL001', hint = 'Book what one account loses and another gains in one transaction.';
    end if;
    return null;
end
$$;
comment on function private.check_transfer() is 'Trigger: what a transfer takes from one account it gives to another of the same user.';

-- at the end of the transaction, when both sides are booked
create constraint trigger transfers_balance after insert on public.ledger_entries
    deferrable initially deferred
    for each row when (new.kind = 'transfer') execute function private.check_transfer();

revoke execute on function private.book_ledger_entries() from public;
revoke execute on function private.check_transfer() from public;
