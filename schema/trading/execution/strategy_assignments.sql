create table public.strategy_assignments (
    id uuid primary key default gen_random_uuid(),
    user_id uuid not null default auth.uid(),
    trading_account_id uuid not null,
    exchange_id uuid not null,
    strategy_id uuid not null,
    strategy_version_id uuid not null,
    active_during tstzrange not null default tstzrange(now(), null),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    -- restrict, both: what ran where, and when, explains the orders of that time
    constraint strategy_assignments_trading_account_fkey foreign key (user_id, trading_account_id, exchange_id)
        references public.trading_accounts (user_id, id, exchange_id) on delete restrict,
    constraint strategy_assignments_version_fkey foreign key (user_id, strategy_id, strategy_version_id)
        references public.strategy_versions (user_id, strategy_id, id) on delete restrict,
    -- two versions at once would trade against each other; different strategies may share an account
    constraint strategy_assignments_no_overlap exclude using gist (
        user_id with =, trading_account_id with =, strategy_id with =, active_during with &&
    ),
    -- from a moment on, up to another that is not included: what follows can begin there
    constraint strategy_assignments_active_during_form check (
        not isempty(active_during) and lower_inc(active_during) and not upper_inc(active_during)
    )
);

comment on table public.strategy_assignments is 'Which version of a strategy trades on an account, and when.';
comment on column public.strategy_assignments.active_during is 'Without an end while it runs; ended by setting one.';

create trigger set_updated_at before update on public.strategy_assignments
    for each row execute function private.set_updated_at();

alter table public.strategy_assignments enable row level security;

create policy strategy_assignments_select_own on public.strategy_assignments for select to authenticated
    using (user_id = (select auth.uid()));
create policy strategy_assignments_insert_own on public.strategy_assignments for insert to authenticated
    with check (user_id = (select auth.uid()));
create policy strategy_assignments_update_own on public.strategy_assignments for update to authenticated
    using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));
-- no delete: an assignment ends

grant select,
      insert (id, user_id, trading_account_id, exchange_id, strategy_id, strategy_version_id, active_during),
      update (active_during)
    on public.strategy_assignments to authenticated;
grant select, insert, update on public.strategy_assignments to service_role;
