create table public.portfolios (
    id uuid primary key default gen_random_uuid(),
    user_id uuid not null default auth.uid(),
    base_asset_id uuid not null,
    name text not null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    -- restrict: a user with portfolios has books to keep
    constraint portfolios_user_fkey foreign key (user_id) references public.profiles (id) on delete restrict,
    -- restrict: figures in a currency that is gone mean nothing
    constraint portfolios_base_asset_fkey foreign key (base_asset_id) references public.assets (id) on delete restrict,
    constraint portfolios_user_name_key unique (user_id, name),
    -- the target of foreign keys that carry the owner along
    constraint portfolios_user_id_key unique (user_id, id),
    constraint portfolios_name_length check (char_length(name) between 1 and 80)
);

comment on table public.portfolios is 'A user''s books: trading accounts whose positions and results are reported together.';
comment on column public.portfolios.base_asset_id is 'The asset that values and results are stated in.';

create trigger set_updated_at before update on public.portfolios
    for each row execute function private.set_updated_at();

alter table public.portfolios enable row level security;

create policy portfolios_select_own on public.portfolios for select to authenticated
    using (user_id = (select auth.uid()));
create policy portfolios_insert_own on public.portfolios for insert to authenticated
    with check (user_id = (select auth.uid()));
create policy portfolios_update_own on public.portfolios for update to authenticated
    using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));
create policy portfolios_delete_own on public.portfolios for delete to authenticated
    using (user_id = (select auth.uid()));

grant select, insert (id, user_id, base_asset_id, name), update (base_asset_id, name), delete on public.portfolios to authenticated;
grant select, insert, update, delete on public.portfolios to service_role;
