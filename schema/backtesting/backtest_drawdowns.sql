-- security_invoker: whoever reads the view meets the policies of the tables, as if reading them
create view public.backtest_drawdowns with (security_invoker = true) as
select p.user_id,
       p.run_id,
       p.observed_at,
       p.equity,
       p.peak,
       ((p.peak - p.equity) / nullif(p.peak, 0))::public.ratio as drawdown
  from (select e.user_id,
               e.run_id,
               e.observed_at,
               e.equity,
               greatest(r.initial_capital,
                        max(e.equity) over (partition by e.user_id, e.run_id order by e.observed_at))::public.amount as peak
          from public.backtest_equity_points e
          join public.backtest_runs r on r.user_id = e.user_id and r.id = e.run_id) p;

comment on view public.backtest_drawdowns is 'The equity curve of a run with its highest point so far and how far below it the run stands.';
comment on column public.backtest_drawdowns.peak is 'Highest equity so far, the initial capital included.';
comment on column public.backtest_drawdowns.drawdown is 'Share of the peak that is lost; over one where more than everything is.';

grant select on public.backtest_drawdowns to authenticated, service_role;
