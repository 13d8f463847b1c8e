create table public.backtest_equity_points (
    user_id uuid not null,
    run_id uuid not null,
    observed_at timestamptz not null,
    equity public.amount not null,
    exposure public.amount not null default 0,
    -- the curve is read whole and in order: one stretch of this index, whose front serves the foreign key too
    constraint backtest_equity_points_pkey primary key (user_id, run_id, observed_at),
    -- cascade: part of the run
    constraint backtest_equity_points_run_fkey foreign key (user_id, run_id)
        references public.backtest_runs (user_id, id) on delete cascade,
    constraint backtest_equity_points_exposure_not_negative check (exposure >= 0)
);

comment on table public.backtest_equity_points is 'Equity curve of a run: what it was worth at each step that the simulator reports.';
comment on column public.backtest_equity_points.observed_at is 'In the time of the data, not of the run.';
comment on column public.backtest_equity_points.equity is 'Cash and open positions at market, in the run''s base asset; negative where the strategy lost more than it had.';
comment on column public.backtest_equity_points.exposure is 'Open positions at market, long and short added up without sign, in the run''s base asset.';

alter table public.backtest_equity_points enable row level security;

-- clients read; the worker writes, past row level security
create policy backtest_equity_points_select_own on public.backtest_equity_points for select to authenticated
    using (user_id = (select auth.uid()));

grant select on public.backtest_equity_points to authenticated;
grant select, insert, delete on public.backtest_equity_points to service_role;
