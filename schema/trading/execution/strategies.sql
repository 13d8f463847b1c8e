create table public.strategies (
    id uuid primary key default gen_random_uuid(),
    user_id uuid not null default auth.uid(),
    name text not null,
    description text not null default '',
    status public.strategy_status not null default 'draft',
    parameters jsonb not null default '{}',
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    -- restrict: as for portfolios, a user with strategies does not vanish by deleting the login
    constraint strategies_user_fkey foreign key (user_id) references public.profiles (id) on delete restrict,
    constraint strategies_user_name_key unique (user_id, name),
    -- the target of foreign keys that carry the owner along
    constraint strategies_user_id_key unique (user_id, id),
    constraint strategies_name_length check (char_length(name) between 1 and 80),
    constraint strategies_description_length check (char_length(description) <= 4000),
    constraint strategies_parameters_object check (jsonb_typeof(parameters) = 'object')
);

comment on table public.strategies is 'A user''s trading rule: what places orders by itself, and what a backtest tries.';
comment on column public.strategies.parameters is 'Current settings, an object whose keys the strategy''s code defines.';

create trigger set_updated_at before update on public.strategies
    for each row execute function private.set_updated_at();

alter table public.strategies enable row level security;

create policy strategies_select_own on public.strategies for select to authenticated
    using (user_id = (select auth.uid()));
create policy strategies_insert_own on public.strategies for insert to authenticated
    with check (user_id = (select auth.uid()));
create policy strategies_update_own on public.strategies for update to authenticated
    using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));
create policy strategies_delete_own on public.strategies for delete to authenticated
    using (user_id = (select auth.uid()));

grant select,
      insert (id, user_id, name, description, status, parameters),
      update (name, description, status, parameters),
      delete
    on public.strategies to authenticated;
grant select, insert, update, delete on public.strategies to service_role;
