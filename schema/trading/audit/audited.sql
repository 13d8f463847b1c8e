-- What matters: money, orders, whatever decides about either, and who may do what. Not bars, signals and results of a day, which are written
-- once or follow from the rest; nor the ledger's balances, whose every change is an entry of the ledger.
create constraint trigger audit after insert or update or delete on public.profiles
    deferrable initially deferred for each row execute function audit.record('id', 'id');
create constraint trigger audit after insert or update or delete on public.portfolios
    deferrable initially deferred for each row execute function audit.record('user_id', 'id');
create constraint trigger audit after insert or update or delete on public.trading_accounts
    deferrable initially deferred for each row execute function audit.record('user_id', 'id');
create constraint trigger audit after insert or update or delete on public.exchange_connections
    deferrable initially deferred for each row execute function audit.record('user_id', 'id');
create constraint trigger audit after insert or update or delete on private.exchange_credentials
    deferrable initially deferred for each row execute function audit.record('user_id', 'connection_id', 'ciphertext');
create constraint trigger audit after insert or update or delete on public.strategies
    deferrable initially deferred for each row execute function audit.record('user_id', 'id');
create constraint trigger audit after insert or update or delete on public.strategy_versions
    deferrable initially deferred for each row execute function audit.record('user_id', 'id');
create constraint trigger audit after insert or update or delete on public.strategy_assignments
    deferrable initially deferred for each row execute function audit.record('user_id', 'id');
create constraint trigger audit after insert or update or delete on public.orders
    deferrable initially deferred for each row execute function audit.record('user_id', 'id');
create constraint trigger audit after insert or update or delete on public.trades
    deferrable initially deferred for each row execute function audit.record('user_id', 'id');
create constraint trigger audit after insert or update or delete on public.risk_limits
    deferrable initially deferred for each row execute function audit.record('user_id', 'id');
create constraint trigger audit after insert or update or delete on public.ledger_entries
    deferrable initially deferred for each row execute function audit.record('user_id', 'id');
create constraint trigger audit after update of credit_limit on public.balances
    deferrable initially deferred for each row execute function audit.record('user_id', 'trading_account_id,asset_id');
create constraint trigger audit after insert or update or delete on public.exchanges
    deferrable initially deferred for each row execute function audit.record('', 'id');
create constraint trigger audit after insert or update or delete on public.assets
    deferrable initially deferred for each row execute function audit.record('', 'id');
create constraint trigger audit after insert or update or delete on public.instruments
    deferrable initially deferred for each row execute function audit.record('', 'id');
