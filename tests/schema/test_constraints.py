"""What the constraints refuse: a case for each check of the catalog, then keys that cross an owner or an exchange, then deletions."""

from __future__ import annotations

import pytest

from schemactl.errors import DatabaseError

from .conftest import Trading

CHECK_VIOLATION = "23514"
FOREIGN_KEY_VIOLATION = "23503"
UNIQUE_VIOLATION = "23505"

LONG = "repeat('x', 5000)"
CHECKS = {
    "profiles_display_name_length": "update profiles set display_name = ''",
    "portfolios_name_length": f"update portfolios set name = {LONG}",
    "trading_accounts_label_length": "update trading_accounts set label = ''",
    "exchanges_code_form": "update exchanges set code = upper(code)",
    "exchanges_name_length": "update exchanges set name = ''",
    "assets_code_form": "update assets set code = lower(code)",
    "assets_name_length": "update assets set name = ''",
    "assets_decimals_stored": "update assets set decimals = 19",
    "instruments_symbol_length": "update instruments set symbol = ''",
    "instruments_assets_differ": "update instruments set quote_asset_id = base_asset_id",
    "instruments_min_notional_positive": "update instruments set min_notional = 0",
    "instruments_expiry_matches_kind": "update instruments set kind = 'future'",
    "strategies_name_length": "update strategies set name = ''",
    "strategies_description_length": f"update strategies set description = {LONG}",
    "strategies_parameters_object": "update strategies set parameters = '[]'",
    "orders_client_order_id_length": "update orders set client_order_id = ''",
    "orders_limit_price_matches_type": "update orders set limit_price = null",
    "orders_stop_price_matches_type": "update orders set stop_price = 90",
    "orders_filled_within_quantity": """
        update orders set filled_quantity = -1, average_fill_price = null, status = 'cancelled', closed_at = now()""",
    "orders_fill_price_matches_fill": "update orders set average_fill_price = null",
    "orders_status_matches_fill": "update orders set filled_quantity = 2",
    "orders_closed_at_matches_status": "update orders set closed_at = now()",
    "orders_submitted_before_working": "update orders set submitted_at = null",
    "orders_expires_at_matches_force": "update orders set time_in_force = 'gtd'",
    "orders_reject_reason_matches_status": "update orders set reject_reason = 'no'",
    "orders_submitted_before_closed": "update orders set status = 'cancelled', closed_at = submitted_at - interval '1 second'",
    "trades_exchange_trade_id_length": "update trades set exchange_trade_id = ''",
    "trades_fee_has_asset": "update trades set fee_amount = -0.5",
    "positions_entry_price_matches_quantity": "update positions set quantity = 0",
    "backtest_runs_name_length": "update backtest_runs set name = ''",
    "backtest_runs_code_version_length": "update backtest_runs set code_version = ''",
    "backtest_runs_parameters_object": "update backtest_runs set parameters = '1'",
    "backtest_runs_period_ordered": "update backtest_runs set period_end = period_start",
    "backtest_runs_initial_capital_positive": "update backtest_runs set initial_capital = 0",
    "backtest_runs_started_at_matches_status": "update backtest_runs set started_at = null",
    "backtest_runs_finished_at_matches_status": "update backtest_runs set finished_at = null",
    "backtest_runs_error_matches_status": "update backtest_runs set error_message = 'no'",
    "backtest_runs_started_before_finished": "update backtest_runs set finished_at = started_at - interval '1 second'",
    "backtest_trades_exit_complete": "update backtest_trades set pnl = null",
    "backtest_trades_entered_before_exited": "update backtest_trades set exited_at = entered_at - interval '1 second'",
    "backtest_equity_points_exposure_not_negative": "update backtest_equity_points set exposure = -1",
    "backtest_results_max_drawdown_share": "update backtest_results set max_drawdown = 1.01",
    "backtest_results_volatility_not_negative": "update backtest_results set volatility = -0.1",
    "backtest_results_win_rate_share": "update backtest_results set win_rate = 1.01",
    "backtest_results_trade_count_not_negative": "update backtest_results set trade_count = -1, win_rate = null",
    "backtest_results_win_rate_needs_trades": "update backtest_results set trade_count = 0",
    "backtest_results_extra_metrics_object": "update backtest_results set extra_metrics = '[]'",
    "market_data_bars_interval_offered": "update market_data_bars set interval_seconds = 61",
    "market_data_bars_opened_at_aligned": "update market_data_bars set opened_at = opened_at + interval '1 second'",
    "market_data_bars_low_is_lowest": "update market_data_bars set low_price = close_price + 0.5, high_price = close_price + 1",
    "market_data_bars_high_is_highest": "update market_data_bars set high_price = open_price - 0.5",
    "market_data_bars_volume_not_negative": "update market_data_bars set volume = -1",
    "market_data_bars_trade_count_not_negative": "update market_data_bars set trade_count = -1",
    "exchange_connections_label_length": "update exchange_connections set label = ''",
    "exchange_connections_api_key_hint_length": "update exchange_connections set api_key_hint = 'longer'",
    "exchange_connections_revoked_without_key": "update exchange_connections set status = 'revoked'",
    "exchange_connections_active_is_verified": "update exchange_connections set status = 'active'",
    "exchange_connections_failure_matches_status": "update exchange_connections set status = 'failed'",
    "exchange_credentials_key_version_positive": "update private.exchange_credentials set key_version = 0",
    "strategy_versions_version_positive": "update strategy_versions set version = 0",
    "strategy_versions_code_hash_form": "update strategy_versions set code_hash = upper(code_hash)",
    "strategy_versions_parameters_object": "update strategy_versions set parameters = '[]'",
    "strategy_versions_notes_length": f"update strategy_versions set notes = {LONG}",
    "strategy_assignments_active_during_form": "update strategy_assignments set active_during = '(,2026-02-01 00:00+00)'",
    "signals_strength_share": "update signals set strength = 'NaN'",
    "signals_details_object": "update signals set details = '[]'",
    "signals_generated_before_expiry": "update signals set expires_at = generated_at",
    "risk_limits_say_something": """
        update risk_limits set asset_id = null, max_order_notional = null, max_open_orders = null, max_daily_loss = null""",
    "risk_limits_quantity_needs_instrument": "update risk_limits set max_order_quantity = 1",
    "risk_limits_asset_matches_sums": "update risk_limits set asset_id = null",
    "risk_limits_daily_loss_not_by_strategy": """
        update risk_limits set strategy_id = md5('momentum ' || case user_id when md5('bob')::uuid then 'bob' else 'alice' end)::uuid""",
    "risk_limits_max_order_notional_positive": "update risk_limits set max_order_notional = 0",
    "risk_limits_max_open_orders_not_negative": "update risk_limits set max_open_orders = -1",
    "risk_limits_max_daily_loss_positive": "update risk_limits set max_daily_loss = 0",
    "ledger_entries_amount_not_zero": "update ledger_entries set kind = 'fee', amount = 0",
    "ledger_entries_amount_matches_kind": "update ledger_entries set kind = 'withdrawal'",
    "ledger_entries_reference_length": "update ledger_entries set reference = ''",
    "balances_covered": "update balances set balance = -1",
    "balances_credit_limit_not_negative": "update balances set credit_limit = -1",
    "price_positive": "update trades set price = 0",
    "quantity_positive": "update trades set quantity = 'NaN'",
    "amount_number": "update positions set realized_pnl = 'NaN'",
    "ratio_number": "update backtest_results set sharpe_ratio = 'NaN'",
}

ORDER_STATES = """
    update orders set status = %(status)s, filled_quantity = %(filled)s, average_fill_price = case when %(filled)s > 0 then 100 end,
                      reject_reason = case when %(status)s = 'rejected' then 'no' end,
                      closed_at = case when %(status)s in ('filled', 'cancelled', 'rejected', 'expired') then now() end
"""
FILLS = {  # status → what may be filled of an order of 2
    "pending": {0},
    "open": {0},
    "partially_filled": {1},
    "filled": {2},
    "cancelled": {0, 1},
    "rejected": {0},
    "expired": {0, 1},
}

CROSSINGS = {
    "another user's portfolio": "update trading_accounts set portfolio_id = md5('portfolio bob')::uuid where user_id = md5('alice')::uuid",
    "an account of another user": "update orders set trading_account_id = md5('account bob')::uuid where user_id = md5('alice')::uuid",
    "a strategy of another user": "update orders set strategy_id = md5('momentum bob')::uuid where user_id = md5('alice')::uuid",
    "an instrument of another exchange": "update orders set instrument_id = md5('BTC-USD elsewhere')::uuid",
    "an account of another user, with a key": """
        update exchange_connections set trading_account_id = md5('account bob')::uuid where user_id = md5('alice')::uuid""",
    "a key of another user's connection": """
        update private.exchange_credentials set connection_id = md5('connection bob')::uuid where user_id = md5('alice')::uuid""",
    "a limit for a strategy of another user": """
        update risk_limits set strategy_id = md5('unused bob')::uuid, max_daily_loss = null where user_id = md5('alice')::uuid""",
    "an assignment to another user's account": """
        update strategy_assignments set trading_account_id = md5('account bob')::uuid where user_id = md5('alice')::uuid""",
    "an assignment of another strategy's version": "update strategy_assignments set strategy_version_id = md5('version bob')::uuid",
    "an order of another user": "update trades set order_id = md5('order bob')::uuid where user_id = md5('alice')::uuid",
    "an instrument that is not the order's": "update trades set instrument_id = md5('BTC-USD elsewhere')::uuid",
    "a position in an instrument of another exchange": "update positions set instrument_id = md5('BTC-USD elsewhere')::uuid",
    "a run of another user's strategy": "update backtest_runs set strategy_id = md5('unused bob')::uuid where user_id = md5('alice')::uuid",
    "a result of another user's run": "update backtest_results set run_id = md5('run bob')::uuid where user_id = md5('alice')::uuid",
}

TWICE = {
    "a client's order": """
        insert into orders (user_id, trading_account_id, exchange_id, instrument_id, client_order_id, side, type, quantity)
        select user_id, trading_account_id, exchange_id, instrument_id, client_order_id, 'sell', 'market', 1 from orders""",
    "an exchange's order": """
        update orders set exchange_order_id = '7';
        insert into orders (user_id, trading_account_id, exchange_id, instrument_id, exchange_order_id, side, type, quantity)
        select user_id, trading_account_id, exchange_id, instrument_id, '7', 'sell', 'market', 1 from orders""",
    "an exchange's trade": """
        insert into trades (user_id, order_id, instrument_id, exchange_trade_id, price, quantity, executed_at)
        select user_id, order_id, instrument_id, exchange_trade_id, 1, 1, now() from trades""",
    "a strategy's release": """
        insert into strategy_versions (user_id, strategy_id, version, code_hash)
        select user_id, strategy_id, version, code_hash from strategy_versions""",
    "a signal": """
        insert into signals (user_id, strategy_id, strategy_version_id, instrument_id, direction, strength, generated_at)
        select user_id, strategy_id, strategy_version_id, instrument_id, direction, strength, generated_at from signals""",
    "a booking": """
        insert into ledger_entries (user_id, trading_account_id, exchange_id, asset_id, kind, amount, reference, occurred_at)
        select user_id, trading_account_id, exchange_id, asset_id, kind, amount, reference, occurred_at from ledger_entries""",
    "a limit": """
        insert into risk_limits (user_id, trading_account_id, exchange_id, asset_id, max_daily_loss)
        select user_id, trading_account_id, exchange_id, asset_id, max_daily_loss from risk_limits""",
    "a bar": "insert into market_data_bars select * from market_data_bars",
    "a position": """
        insert into positions (user_id, trading_account_id, exchange_id, instrument_id)
        select user_id, trading_account_id, exchange_id, instrument_id from positions""",
}

HELD = (
    "auth.users",
    "profiles",
    "portfolios",
    "trading_accounts",
    "exchanges",
    "assets",
    "instruments",
    "orders",
)


@pytest.mark.parametrize("name", CHECKS)
def test_a_check_refuses(trading: Trading, name: str) -> None:
    trading.without_foreign_keys()
    error = _refusal(trading, CHECKS[name])
    assert error.sqlstate == CHECK_VIOLATION
    assert f'"{name}"' in str(error)


def test_every_check_has_its_case(trading: Trading) -> None:
    checks = "select conname from pg_constraint where contype = 'c' and connamespace in ('public'::regnamespace, 'private'::regnamespace)"
    assert {name for (name,) in trading.database.rows(checks)} == {*CHECKS}


@pytest.mark.parametrize("status", FILLS)
@pytest.mark.parametrize("filled", [0, 1, 2])
def test_the_status_of_an_order_says_what_is_filled(trading: Trading, status: str, filled: int) -> None:
    params = {"status": status, "filled": filled}
    trading.without_foreign_keys()
    if filled in FILLS[status]:
        trading.database.execute(ORDER_STATES, params)
    else:
        assert "orders_status_matches_fill" in str(_refusal(trading, ORDER_STATES, params))


def test_every_status_of_an_order_is_tried(trading: Trading) -> None:
    assert [s for (s,) in trading.database.rows("select unnest(enum_range(null::order_status))::text")] == [*FILLS]


@pytest.mark.parametrize("what", CROSSINGS)
def test_no_row_points_across_owners_or_exchanges(trading: Trading, what: str) -> None:
    trading.database.execute("alter table orders disable trigger guard_change")
    assert _refusal(trading, CROSSINGS[what]).sqlstate == FOREIGN_KEY_VIOLATION


@pytest.mark.parametrize("what", TWICE)
def test_nothing_is_recorded_twice(trading: Trading, what: str) -> None:
    assert _refusal(trading, TWICE[what]).sqlstate == UNIQUE_VIOLATION


@pytest.mark.parametrize("table", HELD)
def test_what_has_a_history_cannot_be_deleted(trading: Trading, table: str) -> None:
    assert _refusal(trading, f"delete from {table}").sqlstate == FOREIGN_KEY_VIOLATION


def test_a_strategy_that_traded_stays(trading: Trading) -> None:
    assert "orders_strategy_fkey" in str(_refusal(trading, "delete from strategies where name = 'momentum'"))


def test_a_strategy_that_never_traded_goes_with_its_backtests(trading: Trading) -> None:
    trading.database.execute("delete from strategies where name = 'unused'")
    tables = ("backtest_runs", "backtest_trades", "backtest_results")
    assert [trading.count(t) for t in tables] == [0, 0, 0]


def test_an_account_that_never_traded_goes_with_its_positions(trading: Trading) -> None:
    trading.database.execute("""
        set local session_replication_role = replica;
        delete from archive.trades; delete from archive.orders; delete from trades; delete from orders;
        delete from strategy_assignments; delete from ledger_entries; delete from balances;
        set local session_replication_role = origin;
        delete from trading_accounts""")
    assert [trading.count(t) for t in ("positions", "daily_results", "risk_limits", "exchange_connections")] == [0, 0, 0, 0]


def test_a_login_without_books_goes_with_its_profile(trading: Trading) -> None:
    before = trading.count("profiles")
    trading.database.execute("insert into auth.users (id) values (md5('carol')::uuid)")
    trading.database.execute("insert into profiles (id, display_name) values (md5('carol')::uuid, 'carol')")
    trading.database.execute("delete from auth.users where id = md5('carol')::uuid")
    assert trading.count("profiles") == before


def test_a_change_renews_updated_at_whatever_the_writer_says(trading: Trading) -> None:
    trading.database.execute("update profiles set updated_at = 'epoch'")
    assert trading.database.rows("select distinct updated_at = now() from profiles") == [(True,)]


def _refusal(trading: Trading, sql: str, params: dict[str, object] | None = None) -> DatabaseError:
    with pytest.raises(DatabaseError) as caught, trading.database.savepoint():
        trading.database.execute(sql, params)
    return caught.value
