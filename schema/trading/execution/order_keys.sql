-- What is unique over all months of orders, and what trades refer to: a key of a partitioned table would have to contain the month. It stays
-- when the month is archived, so that a name is never used twice. No foreign keys: each row is one of the order's, which has them.
create table private.order_keys (
    order_id uuid not null,
    user_id uuid not null,
    trading_account_id uuid not null,
    instrument_id uuid not null,
    client_order_id text not null,
    exchange_order_id text,
    created_at timestamptz not null,
    constraint order_keys_pkey primary key (order_id),
    -- the same order sent twice makes one
    constraint order_keys_client_order_key unique (user_id, trading_account_id, client_order_id),
    -- an exchange that reports an order twice must not make two
    constraint order_keys_exchange_order_key unique (trading_account_id, exchange_order_id),
    -- the target of the trades' foreign key
    constraint order_keys_user_id_instrument_key unique (user_id, order_id, instrument_id)
);

comment on table private.order_keys is 'The names of every order there ever was, written by the orders'' trigger only.';
comment on column private.order_keys.created_at is 'The order''s, which says what month it is in.';

alter table private.order_keys enable row level security;

-- nobody is granted the table, the service neither; the policy says so once more, should a grant ever slip in
create policy order_keys_select_none on private.order_keys for select to authenticated using (false);

-- Security definer: nobody is granted what it writes.
create function private.book_order_key() returns trigger
    language plpgsql
    security definer
    set search_path = ''
as $$
begin
    if tg_op = 'INSERT' then
        insert into private.order_keys (order_id, user_id, trading_account_id, instrument_id, client_order_id, exchange_order_id, created_at)
        values (new.id, new.user_id, new.trading_account_id, new.instrument_id, new.client_order_id, new.exchange_order_id, new.created_at);
    elsif tg_op = 'UPDATE' then
        update private.order_keys set exchange_order_id = new.exchange_order_id where order_id = new.id;
    else
        delete from private.order_keys where order_id = old.id;
    end if;
    return null;
end
$$;
comment on function private.book_order_key() is 'Trigger: an order''s names are unique, whatever month it is in.';

-- after the insert, as policies and foreign keys have spoken by then; by its name before the other checks of an order
create trigger book_key after insert or delete or update of exchange_order_id on public.orders
    for each row execute function private.book_order_key();

revoke execute on function private.book_order_key() from public;
