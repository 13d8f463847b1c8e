-- schemactl migration 009_backtest_curves
-- parent: 008_cache_notifications sha256:19e0f6540b0d9ea64606428df84a724353079ecd03766f6cbbb9cd6f10fc4ed2
-- from: fp:b05c6b4c9a96da08  to: fp:7e4d66f014dc7f9b
-- proved: up, down, data (25 of 25 tables) on PostgreSQL 17.10 (sha256:68902e0b93d2dc031b1ac73aee8c5ef77faf5b1210ebbdeb886ac749d0fa7a95)
-- changes: +1 table, +2 views
-- access: authenticated: + select, select by policy on table public.backtest_equity_points; + select on view public.backtest_comparisons,
--          view public.backtest_drawdowns
--        | service_role: + delete, insert, select on table public.backtest_equity_points; + select on view public.backtest_comparisons,
--          view public.backtest_drawdowns
-- locks: public.backtest_runs SHARE ROW EXCLUSIVE (measured)
-- rewrites: none
-- hazards: changes_access (table public.backtest_equity_points: authenticated gains select, and access to 2 more)
-- seeded with: public.assets (triggers off: bigint out of range), public.exchanges (triggers off: bigint out of range), public.instruments
--          (triggers off: bigint out of range), public.orders (triggers off: new row for relation "orders" violates check constraint
--          "orders_closed_at_matches_status")

-- UP
create table public.backtest_equity_points (
    user_id uuid not null,
    run_id uuid not null,
    observed_at timestamp with time zone not null,
    equity public.amount not null,
    exposure public.amount not null default 0,
    constraint backtest_equity_points_pkey primary key (user_id, run_id, observed_at),
    constraint backtest_equity_points_exposure_not_negative check (exposure::numeric >= 0::numeric),
    constraint backtest_equity_points_run_fkey foreign key (user_id, run_id) references public.backtest_runs(user_id, id) on delete cascade
);
alter table public.backtest_equity_points enable row level security;
create policy backtest_equity_points_select_own on public.backtest_equity_points
    for select
    to authenticated
    using (user_id = ( select auth.uid() as uid));
grant select on table public.backtest_equity_points to authenticated;
grant delete, insert, select on table public.backtest_equity_points to service_role;
comment on table public.backtest_equity_points is 'Equity curve of a run: what it was worth at each step that the simulator reports.';
comment on column public.backtest_equity_points.observed_at is 'In the time of the data, not of the run.';
comment on column public.backtest_equity_points.equity is 'Cash and open positions at market, in the run''s base asset; negative where the strategy lost more than it had.';
comment on column public.backtest_equity_points.exposure is 'Open positions at market, long and short added up without sign, in the run''s base asset.';

create view public.backtest_comparisons with (security_invoker=true) as
select r.user_id,
    r.strategy_id,
    r.id as run_id,
    b.id as baseline_run_id,
    (r.code_version <> b.code_version) as code_differs,
    ( select coalesce(jsonb_object_agg(key.key, jsonb_build_array((b.parameters -> key.key), (r.parameters -> key.key))), '{}'::jsonb) as "coalesce"
           from jsonb_object_keys(b.parameters || r.parameters) key(key)
          where (b.parameters -> key.key) is distinct from (r.parameters -> key.key)) as changed_parameters,
    (rr.total_return::numeric - (br.total_return)::numeric)::numeric(20,10) as total_return_change,
    (rr.max_drawdown::numeric - (br.max_drawdown)::numeric)::numeric(20,10) as max_drawdown_change,
    (rr.sharpe_ratio::numeric - (br.sharpe_ratio)::numeric)::numeric(20,10) as sharpe_ratio_change,
    (rr.win_rate::numeric - (br.win_rate)::numeric)::numeric(20,10) as win_rate_change,
    (rr.trade_count - br.trade_count) as trade_count_change
   from (((public.backtest_runs r
     join public.backtest_runs b on (b.user_id = r.user_id and b.strategy_id = r.strategy_id and b.base_asset_id = r.base_asset_id and b.period_start = r.period_start and b.period_end = r.period_end and b.initial_capital::numeric = r.initial_capital::numeric and b.id <> r.id))
     join public.backtest_results rr on (rr.user_id = r.user_id and rr.run_id = r.id))
     join public.backtest_results br on (br.user_id = b.user_id and br.run_id = b.id))
  where (r.status = 'succeeded'::public.backtest_status and b.status = 'succeeded'::public.backtest_status);
grant select on table public.backtest_comparisons to authenticated;
grant select on table public.backtest_comparisons to service_role;
comment on view public.backtest_comparisons is 'A finished run against another of its strategy on the same data and capital; ask for one run, or for a pair.';
comment on column public.backtest_comparisons.baseline_run_id is 'The run that differences are measured from.';
comment on column public.backtest_comparisons.changed_parameters is 'What the runs were set to differently: name to [baseline, run], null where one has no such setting.';
comment on column public.backtest_comparisons.total_return_change is 'The run''s less the baseline''s, as in the other columns; null where one of them has none.';

create view public.backtest_drawdowns with (security_invoker=true) as
select user_id,
    run_id,
    observed_at,
    equity,
    peak,
    ((peak::numeric - (equity)::numeric) / nullif(peak::numeric, 0::numeric))::public.ratio as drawdown
   from ( select e.user_id,
            e.run_id,
            e.observed_at,
            e.equity,
            (greatest(r.initial_capital::numeric, max(e.equity::numeric) over (partition by e.user_id, e.run_id order by e.observed_at)))::public.amount as peak
           from (public.backtest_equity_points e
             join public.backtest_runs r on (r.user_id = e.user_id and r.id = e.run_id))) p;
grant select on table public.backtest_drawdowns to authenticated;
grant select on table public.backtest_drawdowns to service_role;
comment on view public.backtest_drawdowns is 'The equity curve of a run with its highest point so far and how far below it the run stands.';
comment on column public.backtest_drawdowns.peak is 'Highest equity so far, the initial capital included.';
comment on column public.backtest_drawdowns.drawdown is 'Share of the peak that is lost; over one where more than everything is.';

-- DOWN (commented out, so that the whole file can be pasted into an SQL editor; `schemactl rollback` runs it)
-- drop view public.backtest_drawdowns;
--
-- drop view public.backtest_comparisons;
--
-- drop table public.backtest_equity_points;
