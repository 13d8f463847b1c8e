create table public.signals (
    id uuid primary key default gen_random_uuid(),
    user_id uuid not null,
    strategy_id uuid not null,
    strategy_version_id uuid not null,
    instrument_id uuid not null,
    direction public.signal_direction not null,
    strength numeric(5, 4) not null,
    reference_price public.price,
    details jsonb not null default '{}',
    generated_at timestamptz not null,
    expires_at timestamptz,
    created_at timestamptz not null default now(),
    -- restrict: a signal is the reason of orders
    constraint signals_version_fkey foreign key (user_id, strategy_id, strategy_version_id)
        references public.strategy_versions (user_id, strategy_id, id) on delete restrict,
    -- restrict: instruments are retired
    constraint signals_instrument_fkey foreign key (instrument_id) references public.instruments (id) on delete restrict,
    -- a strategy that starts anew and says the same again makes no second signal; the front serves the foreign key
    constraint signals_generated_key unique (user_id, strategy_id, strategy_version_id, instrument_id, generated_at),
    constraint signals_strength_share check (strength between 0 and 1),
    constraint signals_details_object check (jsonb_typeof(details) = 'object'),
    constraint signals_generated_before_expiry check (expires_at > generated_at)
);

comment on table public.signals is 'What a version of a strategy wanted at a moment; written once, acted on or not.';
comment on column public.signals.strength is 'How sure the strategy is: zero to one.';
comment on column public.signals.reference_price is 'The price that the strategy saw; null where it looks at none.';
comment on column public.signals.details is 'What led to it, an object whose keys the strategy''s code defines.';
comment on column public.signals.generated_at is 'The strategy''s clock, in a backtest''s sense of now; created_at is ours.';
comment on column public.signals.expires_at is 'From when on it must not be acted on; null where it holds until the next.';

create trigger never_changed before update on public.signals
    for each statement execute function private.refuse_change();

alter table public.signals enable row level security;

-- clients read; the workers that run strategies write, past row level security
create policy signals_select_own on public.signals for select to authenticated
    using (user_id = (select auth.uid()));

grant select on public.signals to authenticated;
grant select, insert on public.signals to service_role;
