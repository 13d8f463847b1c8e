"""Backtests: the curve and what is computed of it, and which runs are set side by side."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from .conftest import Trading

CURVE = (("2025-02-01", 1000), ("2025-02-02", 800), ("2025-02-03", 1200), ("2025-02-04", 900))
COMPARED = "select run_id::text, baseline_run_id::text from backtest_comparisons where user_id = %s order by 1, 2"


def test_a_drawdown_is_measured_from_the_peak_so_far(trading: Trading) -> None:
    trading.database.execute("delete from backtest_equity_points")
    for day, equity in CURVE:
        _observe(trading, f"'{day} 00:00+00', {equity}, 0")
    found = trading.database.rows("select peak::int, drawdown from backtest_drawdowns order by observed_at")
    assert found == [(1000, 0), (1000, Decimal("0.2")), (1200, 0), (1200, Decimal("0.25"))]


def test_a_loss_from_the_start_is_measured_from_the_initial_capital(trading: Trading) -> None:
    trading.database.execute("delete from backtest_equity_points")
    _observe(trading, "'2025-02-01 00:00+00', -500, 0")
    assert trading.database.rows("select peak::int, drawdown from backtest_drawdowns") == [(1000, Decimal("1.5"))]


def test_a_curve_goes_with_its_run(trading: Trading) -> None:
    trading.database.execute("delete from backtest_runs where user_id = %s", (trading.alice,))
    assert trading.database.rows("select distinct user_id::text from backtest_equity_points") == [(str(trading.bob),)]


def test_runs_are_compared_on_the_same_data_both_ways(trading: Trading) -> None:
    first, second = _id(trading, "run alice"), _again(trading, "second")
    assert trading.database.rows(COMPARED, (trading.alice,)) == sorted([(first, second), (second, first)])


@pytest.mark.parametrize(
    "other",
    ["period_end = period_end + interval '1 day'", "initial_capital = 2000", "base_asset_id = md5('BTC')::uuid",
     "strategy_id = md5('momentum alice')::uuid", "status = 'failed', error_message = 'stopped'"],
)  # fmt: skip
def test_runs_that_differ_in_more_are_not_compared(trading: Trading, other: str) -> None:
    run = _again(trading, "second")
    trading.database.execute(f"update backtest_runs set {other} where id = %s", (run,))
    assert trading.database.rows(COMPARED, (trading.alice,)) == []


def test_a_comparison_says_what_was_changed_and_what_became_of_it(trading: Trading) -> None:
    trading.database.execute("""update backtest_runs set parameters = '{"fast": 5, "slow": 20, "stop": 1}' where name = 'First'""")
    run = _again(trading, "second", parameters={"fast": 8, "slow": 20, "trail": True})
    found = trading.database.rows(
        "select code_differs, changed_parameters, total_return_change, sharpe_ratio_change from backtest_comparisons where run_id = %s",
        (run,),
    )
    assert found == [(True, {"fast": [5, 8], "stop": [1, None], "trail": [None, True]}, Decimal("0.02"), None)]


def test_a_user_compares_own_runs_only(trading: Trading) -> None:
    _again(trading, "second")
    with trading.acting("authenticated", trading.bob):
        assert trading.count("backtest_comparisons") == 0
    with trading.acting("authenticated", trading.alice):
        assert trading.count("backtest_comparisons") == 2


def _id(trading: Trading, what: str) -> str:
    return str(trading.database.value("select md5(%s)::uuid", (what,)))


def _observe(trading: Trading, values: str) -> None:
    trading.database.execute(f"insert into backtest_equity_points values (md5('alice')::uuid, md5('run alice')::uuid, {values})")


def _again(trading: Trading, name: str, **changed: Any) -> str:
    """Another run of alice's like her first, with a result two points better; its id."""
    run = _id(trading, f"{name} run alice")
    changes = json.dumps({"id": run, "name": name, "code_version": "e5f6a7b", **changed})
    trading.database.execute(
        """
        insert into backtest_runs
        select (jsonb_populate_record(r, %s::jsonb)).* from backtest_runs r where r.id = md5('run alice')::uuid""",
        (changes,),
    )
    trading.database.execute(
        """
        insert into backtest_results (user_id, run_id, final_capital, total_return, max_drawdown, trade_count)
        values (%s, %s, 1030, 0.03, 0, 1)""",
        (trading.alice, run),
    )
    return run
