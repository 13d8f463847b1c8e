create table public.backtest_results (
    user_id uuid not null,
    run_id uuid not null,
    final_capital public.amount not null,
    total_return public.ratio not null,
    max_drawdown public.ratio not null,
    volatility public.ratio,
    sharpe_ratio public.ratio,
    sortino_ratio public.ratio,
    win_rate public.ratio,
    trade_count integer not null,
    extra_metrics jsonb not null default '{}',
    created_at timestamptz not null default now(),
    -- one per run, which decides the user; with the user the index serves the foreign key too
    constraint backtest_results_pkey primary key (user_id, run_id),
    -- cascade: part of the run
    constraint backtest_results_run_fkey foreign key (user_id, run_id)
        references public.backtest_runs (user_id, id) on delete cascade,
    constraint backtest_results_max_drawdown_share check (max_drawdown between 0 and 1),
    constraint backtest_results_volatility_not_negative check (volatility >= 0),
    constraint backtest_results_win_rate_share check (win_rate between 0 and 1),
    constraint backtest_results_trade_count_not_negative check (trade_count >= 0),
    constraint backtest_results_win_rate_needs_trades check (trade_count > 0 or win_rate is null),
    constraint backtest_results_extra_metrics_object check (jsonb_typeof(extra_metrics) = 'object')
);

comment on table public.backtest_results is 'Headline figures of a finished run, one row a run: columns for what runs are compared by.';
comment on column public.backtest_results.final_capital is 'In the run''s base asset; negative where the strategy lost more than it had.';
comment on column public.backtest_results.total_return is 'Final over initial capital, less one.';
comment on column public.backtest_results.max_drawdown is 'Deepest fall from a peak, as a share of that peak.';
comment on column public.backtest_results.volatility is 'Standard deviation of daily returns, annualised; null for less than two days.';
comment on column public.backtest_results.sharpe_ratio is 'Annualised, risk-free rate zero; null where returns do not vary.';
comment on column public.backtest_results.sortino_ratio is 'As the Sharpe ratio over losses only; null where there are none.';
comment on column public.backtest_results.win_rate is 'Share of closed trades with a profit; null without trades.';
comment on column public.backtest_results.extra_metrics is 'What a strategy reports of its own, an object.';

alter table public.backtest_results enable row level security;

-- clients read; the worker writes, past row level security
create policy backtest_results_select_own on public.backtest_results for select to authenticated
    using (user_id = (select auth.uid()));

grant select on public.backtest_results to authenticated;
grant select, insert, update, delete on public.backtest_results to service_role;
