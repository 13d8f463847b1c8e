create type public.backtest_status as enum ('queued', 'running', 'succeeded', 'failed', 'cancelled');
comment on type public.backtest_status is 'Life of a backtest run: waiting for a worker, at work, then one of three ends.';

create domain public.ratio as numeric(20, 10)
    constraint ratio_number check (value < 'NaN');
comment on domain public.ratio is 'A figure without a unit: 0.05 is five per cent.';
