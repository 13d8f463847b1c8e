create table public.backtest_trades (
    id uuid primary key default gen_random_uuid(),
    user_id uuid not null,
    run_id uuid not null,
    instrument_id uuid not null,
    side public.order_side not null,
    quantity public.quantity not null,
    entry_price public.price not null,
    entered_at timestamptz not null,
    exit_price public.price,
    exited_at timestamptz,
    fee_amount public.amount not null default 0,
    pnl public.amount,
    created_at timestamptz not null default now(),
    -- cascade: part of the run
    constraint backtest_trades_run_fkey foreign key (user_id, run_id)
        references public.backtest_runs (user_id, id) on delete cascade,
    -- restrict: instruments are retired
    constraint backtest_trades_instrument_fkey foreign key (instrument_id) references public.instruments (id) on delete restrict,
    constraint backtest_trades_exit_complete check (num_nulls(exit_price, exited_at, pnl) in (0, 3)),
    constraint backtest_trades_entered_before_exited check (exited_at >= entered_at)
);

comment on table public.backtest_trades is 'Simulated round trips of a run: in at one price, out at another.';
comment on column public.backtest_trades.side is 'Of the entry: buy opens long, sell opens short.';
comment on column public.backtest_trades.exit_price is 'Null, with exited_at and pnl, where the position was still open at the end.';
comment on column public.backtest_trades.fee_amount is 'Both ways together, in the run''s base asset.';
comment on column public.backtest_trades.pnl is 'Result after fees, in the run''s base asset.';

alter table public.backtest_trades enable row level security;

-- clients read; the worker writes, past row level security
create policy backtest_trades_select_own on public.backtest_trades for select to authenticated
    using (user_id = (select auth.uid()));

grant select on public.backtest_trades to authenticated;
grant select, insert, delete on public.backtest_trades to service_role;
