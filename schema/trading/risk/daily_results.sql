create table public.daily_results (
    id uuid primary key default gen_random_uuid(),
    user_id uuid not null,
    trading_account_id uuid not null,
    exchange_id uuid not null,
    instrument_id uuid not null,
    day date not null,
    realized_pnl public.amount not null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    -- cascade: derived from positions, which cascade too
    constraint daily_results_trading_account_fkey foreign key (user_id, trading_account_id, exchange_id)
        references public.trading_accounts (user_id, id, exchange_id) on delete cascade,
    -- restrict: instruments are retired
    constraint daily_results_instrument_fkey foreign key (exchange_id, instrument_id)
        references public.instruments (exchange_id, id) on delete restrict,
    -- one a day; in this order the day of an account is one stretch of the index, whose front serves the foreign key
    constraint daily_results_day_key unique (user_id, trading_account_id, exchange_id, day, instrument_id)
);

comment on table public.daily_results is 'What an account realized in an instrument on a day: the sum of the changes of its position''s result.';
comment on column public.daily_results.day is 'In UTC, by the clock of the database.';
comment on column public.daily_results.realized_pnl is 'In the quote asset, fees not deducted; negative for a loss.';

create trigger set_updated_at before update on public.daily_results
    for each row execute function private.set_updated_at();

alter table public.daily_results enable row level security;

-- written by the trigger below alone
create policy daily_results_select_own on public.daily_results for select to authenticated
    using (user_id = (select auth.uid()));

grant select on public.daily_results to authenticated;
grant select on public.daily_results to service_role;

-- Security definer: the engine writes positions and has no right to write this.
create function private.add_to_daily_results() returns trigger
    language plpgsql
    security definer
    set search_path = ''
as $$
declare
    change numeric := new.realized_pnl;
begin
    if tg_op = 'UPDATE' then
        change := change - old.realized_pnl;
    end if;
    if change <> 0 then
        insert into public.daily_results as d (user_id, trading_account_id, exchange_id, instrument_id, day, realized_pnl)
        values (new.user_id, new.trading_account_id, new.exchange_id, new.instrument_id, (now() at time zone 'UTC')::date, change)
            on conflict on constraint daily_results_day_key do update
            set realized_pnl = d.realized_pnl + excluded.realized_pnl;
    end if;
    return null;
end
$$;
comment on function private.add_to_daily_results() is 'Trigger: adds what a position''s result changed by to the day''s.';

create trigger add_to_daily_results after insert or update of realized_pnl on public.positions
    for each row execute function private.add_to_daily_results();

revoke execute on function private.add_to_daily_results() from public;
