-- Not security definer: policies hold, so that a user checks own balances and the service all.
create function public.reconcile_balances()
    returns table (user_id uuid, trading_account_id uuid, exchange_id uuid, asset_id uuid, balance numeric, booked numeric)
    language sql stable
    set search_path = ''
as $$
    select user_id, trading_account_id, exchange_id, asset_id, coalesce(b.balance, 0), coalesce(l.booked, 0)
      from public.balances b
      full join (select e.user_id, e.trading_account_id, e.exchange_id, e.asset_id, sum(e.amount) as booked
                   from public.ledger_entries e
                  group by 1, 2, 3, 4) l
     using (user_id, trading_account_id, exchange_id, asset_id)
     where coalesce(b.balance, 0) <> coalesce(l.booked, 0)
$$;
comment on function public.reconcile_balances() is 'Balances that are not the sum of their ledger entries; none, while nobody went past the triggers.';

revoke execute on function public.reconcile_balances() from public;
grant execute on function public.reconcile_balances() to authenticated, service_role;
