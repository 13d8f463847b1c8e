create table public.backtest_runs (
    id uuid primary key default gen_random_uuid(),
    user_id uuid not null default auth.uid(),
    strategy_id uuid not null,
    base_asset_id uuid not null,
    name text not null,
    status public.backtest_status not null default 'queued',
    code_version text not null,
    parameters jsonb not null default '{}',
    random_seed bigint not null default 0,
    period_start timestamptz not null,
    period_end timestamptz not null,
    initial_capital public.amount not null,
    error_message text,
    started_at timestamptz,
    finished_at timestamptz,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    -- cascade: a run can be repeated at will and means nothing without its strategy; one that has traded is held by its orders
    constraint backtest_runs_strategy_fkey foreign key (user_id, strategy_id)
        references public.strategies (user_id, id) on delete cascade,
    -- restrict: results in an asset that is gone mean nothing
    constraint backtest_runs_base_asset_fkey foreign key (base_asset_id) references public.assets (id) on delete restrict,
    -- the target of foreign keys that carry the owner along
    constraint backtest_runs_user_id_key unique (user_id, id),
    constraint backtest_runs_name_length check (char_length(name) between 1 and 80),
    constraint backtest_runs_code_version_length check (char_length(code_version) between 1 and 100),
    constraint backtest_runs_parameters_object check (jsonb_typeof(parameters) = 'object'),
    constraint backtest_runs_period_ordered check (period_start < period_end),
    constraint backtest_runs_initial_capital_positive check (initial_capital > 0),
    constraint backtest_runs_started_at_matches_status check (
        case status
            when 'queued' then started_at is null
            when 'cancelled' then true
            else started_at is not null
        end
    ),
    constraint backtest_runs_finished_at_matches_status check (
        (status in ('succeeded', 'failed', 'cancelled')) = (finished_at is not null)
    ),
    constraint backtest_runs_error_matches_status check ((status = 'failed') = (error_message is not null)),
    constraint backtest_runs_started_before_finished check (finished_at >= started_at)
);

comment on table public.backtest_runs is 'One trial of a strategy on past data, with all that is needed to repeat it.';
comment on column public.backtest_runs.code_version is 'Commit or release of the strategy''s code that ran.';
comment on column public.backtest_runs.parameters is 'The strategy''s settings for this run; a copy, since the strategy''s own change.';
comment on column public.backtest_runs.random_seed is 'Where the simulator''s random numbers start: the same seed, the same run.';
comment on column public.backtest_runs.period_start is 'First moment of the data, included.';
comment on column public.backtest_runs.period_end is 'End of the data, not included.';
comment on column public.backtest_runs.initial_capital is 'What the run starts with, in the base asset.';

create trigger set_updated_at before update on public.backtest_runs
    for each row execute function private.set_updated_at();

alter table public.backtest_runs enable row level security;

create policy backtest_runs_select_own on public.backtest_runs for select to authenticated
    using (user_id = (select auth.uid()));
create policy backtest_runs_insert_own on public.backtest_runs for insert to authenticated
    with check (user_id = (select auth.uid()));
create policy backtest_runs_update_own on public.backtest_runs for update to authenticated
    using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));
create policy backtest_runs_delete_own on public.backtest_runs for delete to authenticated
    using (user_id = (select auth.uid()));

-- a client asks for a run and may rename it; what ran, and how it ended, the worker writes
grant select,
      insert (id, user_id, strategy_id, base_asset_id, name, code_version, parameters, random_seed, period_start, period_end,
              initial_capital),
      update (name),
      delete
    on public.backtest_runs to authenticated;
grant select, insert, update, delete on public.backtest_runs to service_role;
