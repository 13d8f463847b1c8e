-- schemactl migration 002_backtesting_tables
-- parent: 001_trading_tables sha256:cedf1eface1f96c7175074caa913df08fdae73ae9d329dc2d162e61941918990
-- from: fp:eb8c4099d7257302  to: fp:e72dec66566760f6
-- proved: up, down, data (10 of 10 tables) on PostgreSQL 17.10 (sha256:6ad36dea3498071c695ac1065b094f6d7a441be6c5c1812c257df372dfeba94e)
-- changes: +1 enum, +1 domain, +3 tables, +1 view
-- access: authenticated: + insert on column public.backtest_runs.base_asset_id, column public.backtest_runs.code_version, column
--          public.backtest_runs.id and 7 more; + insert, update on column public.backtest_runs.name; + select, select by policy on table
--          public.backtest_results, table public.backtest_trades; + delete, delete by policy, insert by policy, select, select by policy,
--          update by policy on table public.backtest_runs; + select on view public.backtest_leaderboard
--        | service_role: + delete, insert, select, update on table public.backtest_results, table public.backtest_runs; + delete, insert,
--          select on table public.backtest_trades; + select on view public.backtest_leaderboard
-- locks: public.assets SHARE ROW EXCLUSIVE, public.strategies SHARE ROW EXCLUSIVE, public.instruments SHARE ROW EXCLUSIVE (measured)
-- rewrites: none
-- hazards: changes_access (column public.backtest_runs.base_asset_id: authenticated gains insert, and access to 14 more)

-- UP
create type public.backtest_status as enum ('queued', 'running', 'succeeded', 'failed', 'cancelled');
comment on type public.backtest_status is 'Life of a backtest run: waiting for a worker, at work, then one of three ends.';

create domain public.ratio as numeric(20,10)
    constraint ratio_number check (value < 'NaN'::numeric);
comment on type public.ratio is 'A figure without a unit: 0.05 is five per cent.';

create table public.backtest_runs (
    id uuid not null default gen_random_uuid(),
    user_id uuid not null default auth.uid(),
    strategy_id uuid not null,
    base_asset_id uuid not null,
    name text not null,
    status public.backtest_status not null default 'queued'::public.backtest_status,
    code_version text not null,
    parameters jsonb not null default '{}'::jsonb,
    random_seed bigint not null default 0,
    period_start timestamp with time zone not null,
    period_end timestamp with time zone not null,
    initial_capital public.amount not null,
    error_message text,
    started_at timestamp with time zone,
    finished_at timestamp with time zone,
    created_at timestamp with time zone not null default now(),
    updated_at timestamp with time zone not null default now(),
    constraint backtest_runs_pkey primary key (id),
    constraint backtest_runs_code_version_length check (char_length(code_version) >= 1 and char_length(code_version) <= 100),
    constraint backtest_runs_error_matches_status check ((status = 'failed'::public.backtest_status) = (error_message is not null)),
    constraint backtest_runs_finished_at_matches_status check ((status = any (array['succeeded'::public.backtest_status, 'failed'::public.backtest_status, 'cancelled'::public.backtest_status])) = (finished_at is not null)),
    constraint backtest_runs_initial_capital_positive check (initial_capital::numeric > 0::numeric),
    constraint backtest_runs_name_length check (char_length(name) >= 1 and char_length(name) <= 80),
    constraint backtest_runs_parameters_object check (jsonb_typeof(parameters) = 'object'::text),
    constraint backtest_runs_period_ordered check (period_start < period_end),
    constraint backtest_runs_started_at_matches_status check (
case status
    when 'queued'::public.backtest_status then (started_at is null)
    when 'cancelled'::public.backtest_status then true
    else (started_at is not null)
end),
    constraint backtest_runs_started_before_finished check (finished_at >= started_at),
    constraint backtest_runs_user_id_key unique (user_id, id),
    constraint backtest_runs_base_asset_fkey foreign key (base_asset_id) references public.assets(id) on delete restrict,
    constraint backtest_runs_strategy_fkey foreign key (user_id, strategy_id) references public.strategies(user_id, id) on delete cascade
);
alter table public.backtest_runs enable row level security;
create policy backtest_runs_delete_own on public.backtest_runs
    for delete
    to authenticated
    using (user_id = ( select auth.uid() as uid));
create policy backtest_runs_insert_own on public.backtest_runs
    for insert
    to authenticated
    with check (user_id = ( select auth.uid() as uid));
create policy backtest_runs_select_own on public.backtest_runs
    for select
    to authenticated
    using (user_id = ( select auth.uid() as uid));
create policy backtest_runs_update_own on public.backtest_runs
    for update
    to authenticated
    using (user_id = ( select auth.uid() as uid))
    with check (user_id = ( select auth.uid() as uid));
create trigger set_updated_at before update on public.backtest_runs for each row execute function private.set_updated_at();
grant delete, select, insert (user_id, strategy_id, base_asset_id, name, code_version, parameters, random_seed, period_start, period_end, initial_capital, id), update (name) on table public.backtest_runs to authenticated;
grant delete, insert, select, update on table public.backtest_runs to service_role;
comment on table public.backtest_runs is 'One trial of a strategy on past data, with all that is needed to repeat it.';
comment on column public.backtest_runs.code_version is 'Commit or release of the strategy''s code that ran.';
comment on column public.backtest_runs.parameters is 'The strategy''s settings for this run; a copy, since the strategy''s own change.';
comment on column public.backtest_runs.random_seed is 'Where the simulator''s random numbers start: the same seed, the same run.';
comment on column public.backtest_runs.period_start is 'First moment of the data, included.';
comment on column public.backtest_runs.period_end is 'End of the data, not included.';
comment on column public.backtest_runs.initial_capital is 'What the run starts with, in the base asset.';

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
    extra_metrics jsonb not null default '{}'::jsonb,
    created_at timestamp with time zone not null default now(),
    constraint backtest_results_pkey primary key (user_id, run_id),
    constraint backtest_results_extra_metrics_object check (jsonb_typeof(extra_metrics) = 'object'::text),
    constraint backtest_results_max_drawdown_share check (max_drawdown::numeric >= 0::numeric and max_drawdown::numeric <= 1::numeric),
    constraint backtest_results_trade_count_not_negative check (trade_count >= 0),
    constraint backtest_results_volatility_not_negative check (volatility::numeric >= 0::numeric),
    constraint backtest_results_win_rate_needs_trades check (trade_count > 0 or win_rate is null),
    constraint backtest_results_win_rate_share check (win_rate::numeric >= 0::numeric and win_rate::numeric <= 1::numeric),
    constraint backtest_results_run_fkey foreign key (user_id, run_id) references public.backtest_runs(user_id, id) on delete cascade
);
alter table public.backtest_results enable row level security;
create policy backtest_results_select_own on public.backtest_results
    for select
    to authenticated
    using (user_id = ( select auth.uid() as uid));
grant select on table public.backtest_results to authenticated;
grant delete, insert, select, update on table public.backtest_results to service_role;
comment on table public.backtest_results is 'Headline figures of a finished run, one row a run: columns for what runs are compared by.';
comment on column public.backtest_results.final_capital is 'In the run''s base asset; negative where the strategy lost more than it had.';
comment on column public.backtest_results.total_return is 'Final over initial capital, less one.';
comment on column public.backtest_results.max_drawdown is 'Deepest fall from a peak, as a share of that peak.';
comment on column public.backtest_results.volatility is 'Standard deviation of daily returns, annualised; null for less than two days.';
comment on column public.backtest_results.sharpe_ratio is 'Annualised, risk-free rate zero; null where returns do not vary.';
comment on column public.backtest_results.sortino_ratio is 'As the Sharpe ratio over losses only; null where there are none.';
comment on column public.backtest_results.win_rate is 'Share of closed trades with a profit; null without trades.';
comment on column public.backtest_results.extra_metrics is 'What a strategy reports of its own, an object.';

create table public.backtest_trades (
    id uuid not null default gen_random_uuid(),
    user_id uuid not null,
    run_id uuid not null,
    instrument_id uuid not null,
    side public.order_side not null,
    quantity public.quantity not null,
    entry_price public.price not null,
    entered_at timestamp with time zone not null,
    exit_price public.price,
    exited_at timestamp with time zone,
    fee_amount public.amount not null default 0,
    pnl public.amount,
    created_at timestamp with time zone not null default now(),
    constraint backtest_trades_pkey primary key (id),
    constraint backtest_trades_entered_before_exited check (exited_at >= entered_at),
    constraint backtest_trades_exit_complete check (num_nulls(exit_price, exited_at, pnl) = any (array[0, 3])),
    constraint backtest_trades_instrument_fkey foreign key (instrument_id) references public.instruments(id) on delete restrict,
    constraint backtest_trades_run_fkey foreign key (user_id, run_id) references public.backtest_runs(user_id, id) on delete cascade
);
alter table public.backtest_trades enable row level security;
create policy backtest_trades_select_own on public.backtest_trades
    for select
    to authenticated
    using (user_id = ( select auth.uid() as uid));
grant select on table public.backtest_trades to authenticated;
grant delete, insert, select on table public.backtest_trades to service_role;
comment on table public.backtest_trades is 'Simulated round trips of a run: in at one price, out at another.';
comment on column public.backtest_trades.side is 'Of the entry: buy opens long, sell opens short.';
comment on column public.backtest_trades.exit_price is 'Null, with exited_at and pnl, where the position was still open at the end.';
comment on column public.backtest_trades.fee_amount is 'Both ways together, in the run''s base asset.';
comment on column public.backtest_trades.pnl is 'Result after fees, in the run''s base asset.';

create view public.backtest_leaderboard with (security_invoker=true) as
select r.id as run_id,
    r.user_id,
    r.strategy_id,
    s.name as strategy_name,
    r.name as run_name,
    r.code_version,
    r.period_start,
    r.period_end,
    b.total_return,
    b.max_drawdown,
    b.sharpe_ratio,
    b.win_rate,
    b.trade_count,
    rank() over (partition by r.user_id, r.strategy_id order by b.sharpe_ratio desc nulls last) as rank_in_strategy
   from ((public.backtest_runs r
     join public.strategies s on (s.id = r.strategy_id))
     join public.backtest_results b on (b.user_id = r.user_id and b.run_id = r.id))
  where r.status = 'succeeded'::public.backtest_status;
grant select on table public.backtest_leaderboard to authenticated;
grant select on table public.backtest_leaderboard to service_role;
comment on view public.backtest_leaderboard is 'Finished runs of a strategy side by side, the best Sharpe ratio first.';
comment on column public.backtest_leaderboard.rank_in_strategy is 'One is the best run of the strategy; runs without a Sharpe ratio come last.';

-- DOWN (commented out, so that the whole file can be pasted into an SQL editor; `schemactl rollback` runs it)
-- drop view public.backtest_leaderboard;
--
-- drop table public.backtest_trades;
--
-- drop table public.backtest_results;
--
-- drop table public.backtest_runs;
--
-- drop domain public.ratio;
--
-- drop type public.backtest_status;
