create table public.strategy_versions (
    id uuid primary key default gen_random_uuid(),
    user_id uuid not null default auth.uid(),
    strategy_id uuid not null,
    version integer not null,
    code_hash text not null,
    parameters jsonb not null default '{}',
    notes text not null default '',
    created_at timestamptz not null default now(),
    -- cascade: part of the strategy; a version that ran is held by its assignments and signals, and holds the strategy
    constraint strategy_versions_strategy_fkey foreign key (user_id, strategy_id)
        references public.strategies (user_id, id) on delete cascade,
    -- with the user, which the strategy decides, the index serves the foreign key too
    constraint strategy_versions_version_key unique (user_id, strategy_id, version),
    -- the target of foreign keys that carry owner and strategy along
    constraint strategy_versions_strategy_id_key unique (user_id, strategy_id, id),
    constraint strategy_versions_version_positive check (version > 0),
    constraint strategy_versions_code_hash_form check (code_hash ~ '^[0-9a-f]{64}$'),
    constraint strategy_versions_parameters_object check (jsonb_typeof(parameters) = 'object'),
    constraint strategy_versions_notes_length check (char_length(notes) <= 4000)
);

comment on table public.strategy_versions is 'What a strategy was at a release: code and settings, never changed, so that what it did can be explained.';
comment on column public.strategy_versions.version is 'Counts up from one in its strategy.';
comment on column public.strategy_versions.code_hash is 'SHA-256 of the released code, in hexadecimal.';
comment on column public.strategy_versions.parameters is 'The settings it was released with.';

create trigger never_changed before update on public.strategy_versions
    for each statement execute function private.refuse_change();

alter table public.strategy_versions enable row level security;

create policy strategy_versions_select_own on public.strategy_versions for select to authenticated
    using (user_id = (select auth.uid()));
create policy strategy_versions_insert_own on public.strategy_versions for insert to authenticated
    with check (user_id = (select auth.uid()));

grant select, insert (id, user_id, strategy_id, version, code_hash, parameters, notes) on public.strategy_versions to authenticated;
grant select, insert on public.strategy_versions to service_role;
