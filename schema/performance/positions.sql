-- foreign key, and who holds an instrument
create index positions_instrument_idx on public.positions (exchange_id, instrument_id);

-- what is open now: closed positions stay and grow more
create index positions_open_idx on public.positions (user_id, trading_account_id) where quantity <> 0;
