-- security_invoker: whoever reads the view meets the policies of the tables, as if reading them
create view public.backtest_leaderboard with (security_invoker = true) as
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
  from public.backtest_runs r
  join public.strategies s on s.id = r.strategy_id
  join public.backtest_results b on b.user_id = r.user_id and b.run_id = r.id
 where r.status = 'succeeded';

comment on view public.backtest_leaderboard is 'Finished runs of a strategy side by side, the best Sharpe ratio first.';
comment on column public.backtest_leaderboard.rank_in_strategy is 'One is the best run of the strategy; runs without a Sharpe ratio come last.';

grant select on public.backtest_leaderboard to authenticated, service_role;
