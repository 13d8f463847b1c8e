"""An order's life: every step from one state to another, and what of an order may change on the way."""

from __future__ import annotations

from itertools import product

import pytest

from .conftest import Trading, refusal

STATES = ("pending", "open", "partially_filled", "filled", "cancelled", "rejected", "expired")
ENDS = {"filled", "cancelled", "rejected", "expired"}
ALLOWED = {
    "pending": {*STATES},
    "open": {"open", "partially_filled", "filled", "cancelled", "expired"},
    "partially_filled": {"partially_filled", "filled", "cancelled", "expired"},
}
FILLED = {"partially_filled": 1, "filled": 2}

BECOME = """
    update orders
       set status = %(status)s, filled_quantity = %(filled)s, average_fill_price = case when %(filled)s > 0 then 100 end,
           submitted_at = coalesce(submitted_at, now()), reject_reason = case when %(status)s = 'rejected' then 'no' end,
           closed_at = case when %(status)s in ('filled', 'cancelled', 'rejected', 'expired') then now() end
"""
WRONG_STATE, CLOSED, FIXED, TAKEN_BACK = "TO001", "TO002", "TO003", "TO004"
WISHES = {
    "id": "gen_random_uuid()",
    "user_id": "md5('bob')::uuid",
    "trading_account_id": "md5('account bob')::uuid",
    "exchange_id": "md5('elsewhere')::uuid",
    "instrument_id": "md5('BTC-USD elsewhere')::uuid",
    "strategy_id": "null",
    "client_order_id": "'another'",
    "side": "'sell'",
    "type": "'market'",
    "time_in_force": "'ioc'",
    "quantity": "3",
    "limit_price": "101",
    "stop_price": "101",
    "expires_at": "now()",
    "created_at": "created_at - interval '1 day'",
}
SAYINGS = {
    "the fill": "update orders set filled_quantity = 0.5",
    "the exchange's name": "update orders set exchange_order_id = '8'",
    "the exchange's name, to none": "update orders set exchange_order_id = null",
    "the time it was taken": "update orders set submitted_at = now() - interval '1 day'",
}


def test_every_state_is_tried(trading: Trading) -> None:
    assert trading.database.value("select enum_range(null::order_status)::text[]") == [*STATES]


@pytest.mark.parametrize(("start", "end"), [*product(STATES, STATES)])
def test_an_order_takes_the_steps_that_are_allowed(trading: Trading, start: str, end: str) -> None:
    _in_state(trading, start)
    wanted = CLOSED if start in ENDS else "" if end in ALLOWED[start] else WRONG_STATE
    assert refusal(trading.database, BECOME, {"status": end, "filled": max(FILLED.get(end, 0), FILLED.get(start, 0))}) == wanted


@pytest.mark.parametrize(("start", "end"), [*product(STATES, STATES)])
def test_the_function_says_the_same(trading: Trading, start: str, end: str) -> None:
    assert trading.database.value("select private.order_may_become(%s, %s)", (start, end)) == (end in ALLOWED.get(start, ()))


@pytest.mark.parametrize("column", WISHES)
def test_what_was_asked_for_stays(trading: Trading, column: str) -> None:
    assert refusal(trading.database, f"update orders set {column} = {WISHES[column]} where user_id = md5('alice')::uuid") == FIXED


def test_every_other_column_is_the_engines(trading: Trading) -> None:
    columns = trading.database.rows("select attname::text from pg_attribute where attrelid = 'orders'::regclass and attnum > 0")
    reported = {"exchange_order_id", "status", "filled_quantity", "average_fill_price", "reject_reason"}
    times = {"cancel_requested_at", "submitted_at", "closed_at", "updated_at"}
    assert {c for (c,) in columns} == {*WISHES, *reported, *times}


@pytest.mark.parametrize("what", SAYINGS)
def test_what_the_exchange_said_stays(trading: Trading, what: str) -> None:
    trading.database.execute("update orders set exchange_order_id = '7'")
    assert refusal(trading.database, SAYINGS[what]) == TAKEN_BACK


@pytest.mark.parametrize("end", sorted(ENDS))
def test_an_order_that_has_ended_is_not_touched(trading: Trading, end: str) -> None:
    _in_state(trading, end)
    assert refusal(trading.database, "update orders set cancel_requested_at = now()") == CLOSED
    assert refusal(trading.database, "update orders set status = status") == CLOSED


@pytest.mark.parametrize("status", [s for s in STATES if s != "pending"])
def test_an_order_begins_as_pending(trading: Trading, status: str) -> None:
    _in_state(trading, status)
    trading.database.execute("create temporary table copy as select * from orders; update copy set id = gen_random_uuid()")
    trading.database.execute("update copy set client_order_id = 'copy', exchange_order_id = null")
    assert refusal(trading.database, "insert into orders select * from copy") == WRONG_STATE


def _in_state(trading: Trading, status: str) -> None:
    """Puts all orders into a state, past the triggers."""
    trading.database.execute("set local session_replication_role = replica")
    trading.database.execute(BECOME, {"status": status, "filled": FILLED.get(status, 0)})
    trading.database.execute("set local session_replication_role = origin")
