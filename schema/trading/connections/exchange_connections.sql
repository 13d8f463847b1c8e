create table public.exchange_connections (
    id uuid primary key default gen_random_uuid(),
    user_id uuid not null default auth.uid(),
    trading_account_id uuid not null,
    exchange_id uuid not null,
    label text not null,
    access public.connection_access not null default 'trade',
    status public.connection_status not null default 'unverified',
    api_key_hint text,
    failure_reason text,
    verified_at timestamptz,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    -- cascade: a way into an account is worth nothing without it, and its keys must not outlive it
    constraint exchange_connections_trading_account_fkey foreign key (user_id, trading_account_id, exchange_id)
        references public.trading_accounts (user_id, id, exchange_id) on delete cascade,
    -- unique per account, which decides user and exchange; with them the index serves the foreign key too
    constraint exchange_connections_account_label_key unique (user_id, trading_account_id, exchange_id, label),
    -- the target of the credentials' foreign key
    constraint exchange_connections_user_id_key unique (user_id, id),
    constraint exchange_connections_label_length check (char_length(label) between 1 and 80),
    constraint exchange_connections_api_key_hint_length check (char_length(api_key_hint) = 4),
    constraint exchange_connections_revoked_without_key check (status <> 'revoked' or api_key_hint is null),
    constraint exchange_connections_active_is_verified check (status <> 'active' or (api_key_hint is not null and verified_at is not null)),
    constraint exchange_connections_failure_matches_status check ((status = 'failed') = (failure_reason is not null))
);

comment on table public.exchange_connections is 'A way into an account at its exchange. The key itself stands, encrypted, where the API does not reach.';
comment on column public.exchange_connections.label is 'The user''s name for the connection, unique in its account.';
comment on column public.exchange_connections.access is 'What the key may do; an account may have one to read and one to trade.';
comment on column public.exchange_connections.api_key_hint is 'Last four characters of the API key, to tell keys apart; null without a key. Nothing of the secret.';
comment on column public.exchange_connections.failure_reason is 'What the exchange said when it refused the key.';
comment on column public.exchange_connections.verified_at is 'When the key was last seen to work; null until then.';

create trigger set_updated_at before update on public.exchange_connections
    for each row execute function private.set_updated_at();

alter table public.exchange_connections enable row level security;

create policy exchange_connections_select_own on public.exchange_connections for select to authenticated
    using (user_id = (select auth.uid()));
create policy exchange_connections_insert_own on public.exchange_connections for insert to authenticated
    with check (user_id = (select auth.uid()));
create policy exchange_connections_update_own on public.exchange_connections for update to authenticated
    using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));
create policy exchange_connections_delete_own on public.exchange_connections for delete to authenticated
    using (user_id = (select auth.uid()));

-- keys come and go through set_exchange_credentials and revoke_exchange_credentials; what became of one, the engine writes
grant select, insert (id, user_id, trading_account_id, exchange_id, label, access), update (label), delete
    on public.exchange_connections to authenticated;
grant select, insert, update, delete on public.exchange_connections to service_role;
