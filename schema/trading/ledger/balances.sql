create table public.balances (
    user_id uuid not null,
    trading_account_id uuid not null,
    exchange_id uuid not null,
    asset_id uuid not null,
    balance public.amount not null default 0,
    credit_limit public.amount not null default 0,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    -- one per account, which decides user and exchange, and asset; with them the index serves the account's foreign key too
    constraint balances_pkey primary key (user_id, trading_account_id, exchange_id, asset_id),
    -- restrict, both: books are kept
    constraint balances_trading_account_fkey foreign key (user_id, trading_account_id, exchange_id)
        references public.trading_accounts (user_id, id, exchange_id) on delete restrict,
    constraint balances_asset_fkey foreign key (asset_id) references public.assets (id) on delete restrict,
    -- a check is enough, whoever books at the same time: each booking holds the row's lock and sees what the one before made of it
    constraint balances_covered check (balance + credit_limit >= 0),
    constraint balances_credit_limit_not_negative check (credit_limit >= 0)
);

comment on table public.balances is 'What an account has of an asset: the running sum of its ledger entries, kept by their trigger.';
comment on column public.balances.balance is 'Negative where the account owes, down to its credit limit.';
comment on column public.balances.credit_limit is 'How much the account may owe; zero where it may not borrow.';

create trigger set_updated_at before update on public.balances
    for each row execute function private.set_updated_at();

-- only a trigger, the ledger's, changes a balance
create trigger only_by_ledger before update of balance on public.balances
    for each row when (pg_trigger_depth() = 0) execute function private.refuse_change();
create trigger opened_empty before insert on public.balances
    for each row when (new.balance <> 0) execute function private.refuse_change();
create trigger never_removed before delete or truncate on public.balances
    for each statement execute function private.refuse_change();

alter table public.balances enable row level security;

-- clients read; the platform grants credit, past row level security
create policy balances_select_own on public.balances for select to authenticated
    using (user_id = (select auth.uid()));

grant select on public.balances to authenticated;
grant select, insert (user_id, trading_account_id, exchange_id, asset_id, credit_limit), update (credit_limit) on public.balances to service_role;
