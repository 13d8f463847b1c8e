-- schemactl migration 006_ledger
-- parent: 005_order_rules sha256:b2d19aff2819e5733e2966e57da825b1e85eddf920ad7cbba8fd53d8010ce1e4
-- from: fp:9114db82007790af  to: fp:e962b3a48971447e
-- proved: up, down, data (21 of 21 tables) on PostgreSQL 17.10 (sha256:3c1ec3ef2ab6efc427f31f8b52744f6aba4373654168357bd8c7bf25524e2326)
-- changes: +1 enum, +2 tables, +3 functions
-- access: authenticated: + execute on function public.reconcile_balances(); + select, select by policy on table public.balances, table
--          public.ledger_entries
--        | service_role: + insert on column public.balances.asset_id, column public.balances.exchange_id, column
--          public.balances.trading_account_id and 1 more; + insert, update on column public.balances.credit_limit; + execute on function
--          public.reconcile_balances(); + select on table public.balances; + insert, select on table public.ledger_entries
-- locks: public.assets SHARE ROW EXCLUSIVE, public.trading_accounts SHARE ROW EXCLUSIVE (measured)
-- rewrites: none
-- hazards: changes_access (function public.reconcile_balances(): authenticated gains execute, and access to 2 more)
-- seeded with: public.orders (triggers off: new row for relation "orders" violates check constraint "orders_closed_at_matches_status")

-- UP
create type public.ledger_kind as enum ('deposit', 'withdrawal', 'trade', 'fee', 'funding', 'transfer', 'adjustment');
comment on type public.ledger_kind is 'Why a balance changed; funding is what perpetual contracts pay each other, an adjustment is what the platform found to be wrong.';

create table public.balances (
    user_id uuid not null,
    trading_account_id uuid not null,
    exchange_id uuid not null,
    asset_id uuid not null,
    balance public.amount not null default 0,
    credit_limit public.amount not null default 0,
    created_at timestamp with time zone not null default now(),
    updated_at timestamp with time zone not null default now(),
    constraint balances_pkey primary key (user_id, trading_account_id, exchange_id, asset_id),
    constraint balances_covered check ((balance::numeric + credit_limit::numeric) >= 0::numeric),
    constraint balances_credit_limit_not_negative check (credit_limit::numeric >= 0::numeric),
    constraint balances_asset_fkey foreign key (asset_id) references public.assets(id) on delete restrict,
    constraint balances_trading_account_fkey foreign key (user_id, trading_account_id, exchange_id) references public.trading_accounts(user_id, id, exchange_id) on delete restrict
);
alter table public.balances enable row level security;
create index balances_asset_idx on public.balances using btree (asset_id);
create policy balances_select_own on public.balances
    for select
    to authenticated
    using (user_id = ( select auth.uid() as uid));
create trigger never_removed before delete or truncate on public.balances for each statement execute function private.refuse_change();
create trigger only_by_ledger before update of balance on public.balances for each row when (pg_trigger_depth() = 0) execute function private.refuse_change();
create trigger opened_empty before insert on public.balances for each row when (new.balance::numeric <> 0::numeric) execute function private.refuse_change();
create trigger set_updated_at before update on public.balances for each row execute function private.set_updated_at();
grant select on table public.balances to authenticated;
grant select, insert (user_id, trading_account_id, exchange_id, asset_id, credit_limit), update (credit_limit) on table public.balances to service_role;
comment on table public.balances is 'What an account has of an asset: the running sum of its ledger entries, kept by their trigger.';
comment on column public.balances.balance is 'Negative where the account owes, down to its credit limit.';
comment on column public.balances.credit_limit is 'How much the account may owe; zero where it may not borrow.';

create function private.book_ledger_entries()
 returns trigger
 language plpgsql
 security definer
 set search_path to ''
as $function$
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
$function$;
comment on function private.book_ledger_entries() is 'Trigger: adds new entries to the balances, which refuse to fall below what the account may owe.';

create function private.check_transfer()
 returns trigger
 language plpgsql
 security definer
 set search_path to ''
as $function$
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
$function$;
comment on function private.check_transfer() is 'Trigger: what a transfer takes from one account it gives to another of the same user.';

create table public.ledger_entries (
    id uuid not null default gen_random_uuid(),
    user_id uuid not null,
    trading_account_id uuid not null,
    exchange_id uuid not null,
    asset_id uuid not null,
    kind public.ledger_kind not null,
    amount public.amount not null,
    reference text not null,
    order_id uuid,
    occurred_at timestamp with time zone not null,
    created_at timestamp with time zone not null default now(),
    constraint ledger_entries_pkey primary key (id),
    constraint ledger_entries_amount_matches_kind check (
case kind
    when 'deposit'::public.ledger_kind then (amount::numeric > 0::numeric)
    when 'withdrawal'::public.ledger_kind then (amount::numeric < 0::numeric)
    else true
end),
    constraint ledger_entries_amount_not_zero check (amount::numeric <> 0::numeric),
    constraint ledger_entries_reference_key unique (user_id, trading_account_id, exchange_id, asset_id, kind, reference),
    constraint ledger_entries_reference_length check (char_length(reference) >= 1 and char_length(reference) <= 100),
    constraint ledger_entries_asset_fkey foreign key (asset_id) references public.assets(id) on delete restrict,
    constraint ledger_entries_trading_account_fkey foreign key (user_id, trading_account_id, exchange_id) references public.trading_accounts(user_id, id, exchange_id) on delete restrict
);
alter table public.ledger_entries enable row level security;
create index ledger_entries_asset_idx on public.ledger_entries using btree (asset_id);
create index ledger_entries_recent_idx on public.ledger_entries using btree (user_id, trading_account_id, occurred_at desc, id desc);
create index ledger_entries_transfer_idx on public.ledger_entries using btree (user_id, reference) where kind = 'transfer'::public.ledger_kind;
create policy ledger_entries_select_own on public.ledger_entries
    for select
    to authenticated
    using (user_id = ( select auth.uid() as uid));
create trigger book after insert on public.ledger_entries referencing new table as booked for each statement execute function private.book_ledger_entries();
create trigger never_changed before delete or update or truncate on public.ledger_entries for each statement execute function private.refuse_change();
create constraint trigger transfers_balance after insert on public.ledger_entries deferrable initially deferred for each row when (new.kind = 'transfer'::public.ledger_kind) execute function private.check_transfer();
grant select on table public.ledger_entries to authenticated;
grant insert, select on table public.ledger_entries to service_role;
comment on table public.ledger_entries is 'Everything that changed a balance, one signed amount an account and asset; written once. A mistake is booked back.';
comment on column public.ledger_entries.amount is 'What the account gained (positive) or lost, in the asset.';
comment on column public.ledger_entries.reference is 'What it was, by the name that its source gives: a trade, a payment. Unique in account, asset and kind.';
comment on column public.ledger_entries.order_id is 'The order that it comes from; null for what no order caused.';
comment on column public.ledger_entries.occurred_at is 'When it happened, by the clock of its source; created_at is when it was booked.';

create function public.reconcile_balances()
 returns table(user_id uuid, trading_account_id uuid, exchange_id uuid, asset_id uuid, balance numeric, booked numeric)
 language sql
 stable
 set search_path to ''
as $function$
    select user_id, trading_account_id, exchange_id, asset_id, coalesce(b.balance, 0), coalesce(l.booked, 0)
      from public.balances b
      full join (select e.user_id, e.trading_account_id, e.exchange_id, e.asset_id, sum(e.amount) as booked
                   from public.ledger_entries e
                  group by 1, 2, 3, 4) l
     using (user_id, trading_account_id, exchange_id, asset_id)
     where coalesce(b.balance, 0) <> coalesce(l.booked, 0)
$function$;
grant execute on function public.reconcile_balances() to authenticated;
grant execute on function public.reconcile_balances() to service_role;
comment on function public.reconcile_balances() is 'Balances that are not the sum of their ledger entries; none, while nobody went past the triggers.';

revoke execute on function public.reconcile_balances() from public;

revoke execute on function private.check_transfer() from public;

revoke execute on function private.book_ledger_entries() from public;

-- DOWN (commented out, so that the whole file can be pasted into an SQL editor; `schemactl rollback` runs it)
-- drop function public.reconcile_balances();
--
-- drop table public.ledger_entries;
--
-- drop table public.balances;
--
-- drop type public.ledger_kind;
--
-- drop function private.check_transfer();
--
-- drop function private.book_ledger_entries();
