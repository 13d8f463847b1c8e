create table public.exchanges (
    id uuid primary key default gen_random_uuid(),
    code text not null,
    name text not null,
    status public.listing_status not null default 'active',
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint exchanges_code_key unique (code),
    constraint exchanges_code_form check (code ~ '^[a-z][a-z0-9_]{0,31}$'),
    constraint exchanges_name_length check (char_length(name) between 1 and 80)
);

comment on table public.exchanges is 'The places the platform trades at.';
comment on column public.exchanges.code is 'What the adapters call the exchange; never changes.';

create trigger set_updated_at before update on public.exchanges
    for each row execute function private.set_updated_at();

alter table public.exchanges enable row level security;

-- retired ones too: past orders name them
create policy exchanges_select_all on public.exchanges for select to authenticated using (true);

grant select on public.exchanges to authenticated;
grant select, insert, update, delete on public.exchanges to service_role;
