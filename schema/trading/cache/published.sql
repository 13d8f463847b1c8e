-- What a cache keeps for long because it changes seldom. Orders, trades, positions, balances and what comes with them are not here: commits
-- that notify wait for each other, all over the server, and what changes with the market would make all trading wait in one line. The
-- engine, which writes those, tells the cache itself.
create trigger publish_change after insert or update or delete on public.profiles
    for each row execute function private.publish_change('id');
create trigger publish_change after insert or update or delete on public.portfolios
    for each row execute function private.publish_change('id');
create trigger publish_change after insert or update or delete on public.trading_accounts
    for each row execute function private.publish_change('id');
create trigger publish_change after insert or update or delete on public.exchange_connections
    for each row execute function private.publish_change('id');
create trigger publish_change after insert or update or delete on public.strategies
    for each row execute function private.publish_change('id');
create trigger publish_change after insert or update or delete on public.strategy_versions
    for each row execute function private.publish_change('id');
create trigger publish_change after insert or update or delete on public.strategy_assignments
    for each row execute function private.publish_change('id');
create trigger publish_change after insert or update or delete on public.risk_limits
    for each row execute function private.publish_change('id');
create trigger publish_change after insert or update or delete on public.exchanges
    for each row execute function private.publish_change('id');
create trigger publish_change after insert or update or delete on public.assets
    for each row execute function private.publish_change('id');
create trigger publish_change after insert or update or delete on public.instruments
    for each row execute function private.publish_change('id');
