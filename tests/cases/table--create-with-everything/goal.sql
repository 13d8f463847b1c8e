create type side as enum ('buy', 'sell');
create table accounts (id uuid primary key default gen_random_uuid(), name text not null unique);
create table orders (
    id bigint generated always as identity primary key,
    account_id uuid not null references accounts (id) on delete cascade,
    side side not null default 'buy',
    quantity numeric(20, 8) not null check (quantity > 0),
    total numeric generated always as (quantity * 2) stored,
    created_at timestamptz not null default now()
);
create index orders_account on orders (account_id, created_at desc);
alter table orders enable row level security;
create policy own on orders for select using (account_id is not null);
comment on table orders is 'what was asked for';
comment on column orders.side is 'buy or sell';
grant select (id, side) on orders to public;
