"""Versions of strategies do not change, and one at a time runs on an account."""

from __future__ import annotations

import pytest

from .conftest import Trading, refusal

ASSIGN = """
    insert into strategy_assignments (user_id, trading_account_id, exchange_id, strategy_id, strategy_version_id, active_during)
    select user_id, md5('account alice')::uuid, md5('nowhere')::uuid, strategy_id, id, %s::tstzrange
      from strategy_versions where user_id = md5('alice')::uuid
"""
OVERLAP = "23P01"
CHECK_VIOLATION = "23514"


@pytest.mark.parametrize(
    ("during", "wanted"),
    [
        ("[2026-06-01 00:00+00,2026-07-01 00:00+00)", OVERLAP),
        ("[2025-12-01 00:00+00,2026-01-01 00:00:01+00)", OVERLAP),
        ("[2025-12-01 00:00+00,)", OVERLAP),
        ("[2025-12-01 00:00+00,2026-01-01 00:00+00)", ""),
        ("[2025-12-01 00:00+00,2025-12-31 00:00+00]", CHECK_VIOLATION),
        ("(,2025-12-31 00:00+00)", CHECK_VIOLATION),
        ("empty", CHECK_VIOLATION),
    ],
)
def test_one_version_runs_at_a_time(trading: Trading, during: str, wanted: str) -> None:
    assert refusal(trading.database, ASSIGN, (during,)) == wanted


def test_what_ended_makes_room(trading: Trading) -> None:
    with trading.acting("authenticated", trading.alice) as database:
        database.execute("update strategy_assignments set active_during = tstzrange(lower(active_during), '2026-06-01 00:00+00')")
        database.execute(ASSIGN, ("[2026-06-01 00:00+00,)",))
        assert trading.count("strategy_assignments") == 2


@pytest.mark.parametrize("table", ["strategy_versions", "signals"])
def test_what_is_written_once_stays(trading: Trading, table: str) -> None:
    assert refusal(trading.database, f"update {table} set created_at = now()") == "TA001"


@pytest.mark.parametrize("table", ["strategy_assignments", "signals"])
def test_a_version_that_ran_holds_its_strategy(trading: Trading, table: str) -> None:
    other = {"strategy_assignments", "signals"} - {table}
    trading.database.execute(f"delete from trades; delete from orders; delete from {other.pop()}")
    assert refusal(trading.database, "delete from strategies") == "23503"
    trading.database.execute(f"delete from {table}")
    assert refusal(trading.database, "delete from strategies") == ""
    assert trading.count("strategy_versions") == 0
