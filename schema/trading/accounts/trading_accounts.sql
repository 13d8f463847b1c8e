create table public.trading_accounts (
    id uuid primary key default gen_random_uuid(),
    user_id uuid not null default auth.uid(),
    portfolio_id uuid not null,
    exchange_id uuid not null,
    label text not null,
    mode public.account_mode not null default 'paper',
    status public.account_status not null default 'active',
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    -- restrict: an account is closed or moved by decision, never because its folder goes
    constraint trading_accounts_portfolio_fkey foreign key (user_id, portfolio_id)
        references public.portfolios (user_id, id) on delete restrict,
    -- restrict: an exchange is retired, its accounts and their history stay
    constraint trading_accounts_exchange_fkey foreign key (exchange_id) references public.exchanges (id) on delete restrict,
    constraint trading_accounts_portfolio_label_key unique (user_id, portfolio_id, label),
    -- the target of foreign keys that carry owner and exchange along
    constraint trading_accounts_user_id_exchange_key unique (user_id, id, exchange_id),
    constraint trading_accounts_label_length check (char_length(label) between 1 and 80)
);

comment on table public.trading_accounts is 'An account at one exchange, real or simulated: where orders go and positions are held.';
comment on column public.trading_accounts.label is 'The user''s name for the account, unique in its portfolio.';
comment on column public.trading_accounts.mode is 'Fixed when the account is made: paper results never turn into real ones.';
comment on column public.trading_accounts.status is 'Set by the platform; clients cannot write it. Only an active account takes orders from a client.';

create trigger set_updated_at before update on public.trading_accounts
    for each row execute function private.set_updated_at();

alter table public.trading_accounts enable row level security;

create policy trading_accounts_select_own on public.trading_accounts for select to authenticated
    using (user_id = (select auth.uid()));
create policy trading_accounts_insert_own on public.trading_accounts for insert to authenticated
    with check (user_id = (select auth.uid()));
create policy trading_accounts_update_own on public.trading_accounts for update to authenticated
    using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));
create policy trading_accounts_delete_own on public.trading_accounts for delete to authenticated
    using (user_id = (select auth.uid()));

grant select, insert (id, user_id, portfolio_id, exchange_id, label, mode), update (portfolio_id, label), delete
    on public.trading_accounts to authenticated;
grant select, insert, update, delete on public.trading_accounts to service_role;
