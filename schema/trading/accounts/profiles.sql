create table public.profiles (
    -- cascade: a login without portfolios leaves nothing behind; one with portfolios is held by them
    id uuid primary key default auth.uid() references auth.users (id) on delete cascade,
    display_name text not null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint profiles_display_name_length check (char_length(display_name) between 1 and 80)
);

comment on table public.profiles is 'What the platform knows of a user beside the login: one row a user, made by the user at first sign-in.';
comment on column public.profiles.id is 'The user''s id in auth.users.';
comment on column public.profiles.display_name is 'Shown in the interface; not unique, and no login.';

create trigger set_updated_at before update on public.profiles
    for each row execute function private.set_updated_at();

alter table public.profiles enable row level security;

create policy profiles_select_own on public.profiles for select to authenticated
    using (id = (select auth.uid()));
create policy profiles_insert_own on public.profiles for insert to authenticated
    with check (id = (select auth.uid()));
create policy profiles_update_own on public.profiles for update to authenticated
    using (id = (select auth.uid())) with check (id = (select auth.uid()));
-- no delete: a profile goes with its login

grant select, insert (id, display_name), update (display_name) on public.profiles to authenticated;
grant select, insert, update, delete on public.profiles to service_role;
