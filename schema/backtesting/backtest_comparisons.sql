-- security_invoker: whoever reads the view meets the policies of the tables, as if reading them
create view public.backtest_comparisons with (security_invoker = true) as
select r.user_id,
       r.strategy_id,
       r.id as run_id,
       b.id as baseline_run_id,
       r.code_version <> b.code_version as code_differs,
       (select coalesce(jsonb_object_agg(key, jsonb_build_array(b.parameters -> key, r.parameters -> key)), '{}')
          from jsonb_object_keys(b.parameters || r.parameters) key
         where b.parameters -> key is distinct from r.parameters -> key) as changed_parameters,
       (rr.total_return - br.total_return)::numeric(20, 10) as total_return_change,
       (rr.max_drawdown - br.max_drawdown)::numeric(20, 10) as max_drawdown_change,
       (rr.sharpe_ratio - br.sharpe_ratio)::numeric(20, 10) as sharpe_ratio_change,
       (rr.win_rate - br.win_rate)::numeric(20, 10) as win_rate_change,
       rr.trade_count - br.trade_count as trade_count_change
  from public.backtest_runs r
  join public.backtest_runs b
    on b.user_id = r.user_id
   and b.strategy_id = r.strategy_id
   and b.base_asset_id = r.base_asset_id
   and b.period_start = r.period_start
   and b.period_end = r.period_end
   and b.initial_capital = r.initial_capital
   and b.id <> r.id
  join public.backtest_results rr on rr.user_id = r.user_id and rr.run_id = r.id
  join public.backtest_results br on br.user_id = b.user_id and br.run_id = b.id
 where r.status = 'succeeded' and b.status = 'succeeded';

comment on view public.backtest_comparisons is 'A finished run against another of its strategy on the same data and capital; ask for one run, or for a pair.';
comment on column public.backtest_comparisons.baseline_run_id is 'The run that differences are measured from.';
comment on column public.backtest_comparisons.changed_parameters is 'What the runs were set to differently: name to [baseline, run], null where one has no such setting.';
comment on column public.backtest_comparisons.total_return_change is 'The run''s less the baseline''s, as in the other columns; null where one of them has none.';

grant select on public.backtest_comparisons to authenticated, service_role;
