"""What is checked as an order enters: its instrument's rules, and every risk limit that it falls under, whoever enters at the same time."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest

from schemactl.adapters.database import Database, connect
from schemactl.adapters.scratch import ScratchServer
from schemactl.errors import DatabaseError

from .conftest import Trading, refusal

ENTER = """
    insert into orders (user_id, trading_account_id, exchange_id, instrument_id, strategy_id, side, type, quantity, limit_price, stop_price)
    select id, md5('account ' || display_name)::uuid, md5('nowhere')::uuid, md5('BTC-USD nowhere')::uuid,
           case when %(strategy)s then md5('momentum ' || display_name)::uuid end, %(side)s, %(type)s, %(quantity)s, %(limit)s, %(stop)s
      from profiles where display_name = 'alice'
"""
PLAIN: dict[str, Any] = {"strategy": False, "side": "buy", "type": "limit", "quantity": 1, "limit": 100, "stop": None}
MARKET = {"type": "market", "limit": None}
DENIED = "42501"

RULES = {
    "in lots": ({"quantity": "1.00005"}, "TR003"),
    "in ticks": ({"limit": "100.001"}, "TR003"),
    "in ticks, the stop too": ({"type": "stop", "limit": None, "stop": "100.001"}, "TR003"),
    "not too small": ({"quantity": "0.01"}, "TR003"),
    "just large enough": ({"quantity": "0.1"}, ""),
    "at the largest sum": ({"quantity": "10"}, ""),
    "over the largest sum": ({"quantity": "10.0001"}, "TR012"),
    "over the largest sum by its stop": ({"type": "stop", "limit": None, "stop": 1001}, "TR012"),
    "without a price": (MARKET, "TR004"),
}
SCOPES = {  # a limit of one in this scope → whether it is for an order by hand and for one of the strategy
    "the account": ("strategy_id = null", True, True),
    "a strategy": ("strategy_id = md5('momentum alice')::uuid, max_daily_loss = null", False, True),
    "another strategy": ("strategy_id = md5('unused alice')::uuid, max_daily_loss = null", False, False),
    "the instrument": ("instrument_id = md5('BTC-USD nowhere')::uuid", True, True),
    "sums in another asset": ("asset_id = md5('BTC')::uuid", False, False),
}


@pytest.mark.parametrize("what", RULES)
def test_an_order_fits_its_instrument_and_limit(trading: Trading, what: str) -> None:
    changed, wanted = RULES[what]
    assert _enter(trading.database, **changed) == wanted


@pytest.mark.parametrize(("table", "wanted"), [("trading_accounts", "TR001"), ("instruments", "TR002")])
def test_what_is_suspended_takes_no_orders(trading: Trading, table: str, wanted: str) -> None:
    trading.database.execute(f"update {table} set status = 'suspended'")
    with trading.acting("service_role") as database:
        assert _enter(database) == wanted


def test_a_market_order_counts_at_the_last_price(trading: Trading) -> None:
    trading.database.execute("update market_data_bars set opened_at = date_trunc('minute', now())")
    assert _enter(trading.database, **MARKET, quantity=10) == ""
    assert _enter(trading.database, **MARKET, quantity=11) == "TR012"
    trading.database.execute("update market_data_bars set opened_at = opened_at - interval '61 minutes'")
    assert _enter(trading.database, **MARKET) == "TR004"


@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize("strategy", [False, True])
def test_a_limit_holds_in_its_scope(trading: Trading, scope: str, strategy: bool) -> None:
    change, by_hand, by_strategy = SCOPES[scope]
    trading.database.execute("update risk_limits set max_open_orders = 0, max_order_notional = 1, max_daily_loss = null")
    trading.database.execute(f"update risk_limits set {change} where user_id = md5('alice')::uuid")
    assert bool(_enter(trading.database, strategy=strategy)) == (by_strategy if strategy else by_hand)


def test_the_largest_quantity(trading: Trading) -> None:
    trading.database.execute("update risk_limits set instrument_id = md5('BTC-USD nowhere')::uuid, max_order_quantity = 2")
    assert [_enter(trading.database, quantity=q) for q in (2, "2.0001")] == ["", "TR011"]


def test_only_so_many_orders_are_open(trading: Trading) -> None:
    assert [_enter(trading.database) for _ in range(3)] == ["", "", "TR013"]
    trading.database.execute("update orders set status = 'cancelled', closed_at = now() where status = 'pending'")
    assert _enter(trading.database) == ""


def test_a_daily_loss_leaves_only_the_way_out(trading: Trading) -> None:
    trading.database.execute("update risk_limits set max_open_orders = 9; update positions set realized_pnl = -49")
    assert _enter(trading.database) == ""
    trading.database.execute("update positions set realized_pnl = -50")
    assert _enter(trading.database) == "TR014"
    # a position of one, long
    assert [_enter(trading.database, side="sell", quantity=q) for q in ("1.1", "0.6", "0.5")] == ["TR014", "", "TR014"]
    trading.database.execute("update daily_results set day = day - 1")
    assert _enter(trading.database) == ""


def test_a_day_holds_what_changed_in_it(trading: Trading) -> None:
    trading.database.execute("update daily_results set day = day - 1; update positions set realized_pnl = realized_pnl + 7")
    results = trading.database.rows("select day - current_date, realized_pnl from daily_results order by 1")
    assert results == [(-1, -5), (-1, -5), (0, 7), (0, 7)]


def test_a_client_learns_nothing_of_anothers_account(trading: Trading) -> None:
    trading.database.execute("update trading_accounts set status = 'suspended'; update risk_limits set max_open_orders = 0")
    with trading.acting("authenticated", trading.bob) as database:
        values = PLAIN | {"user": str(trading.alice)}
        sql = ENTER.replace("from profiles where", "from (select %(user)s::uuid as id, 'alice' as display_name) p where")
        assert refusal(database, sql, values) == DENIED


def test_a_repeat_is_refused_by_its_name_and_not_checked(trading: Trading) -> None:
    trading.database.execute("update risk_limits set max_open_orders = 0; update orders set client_order_id = client_order_id")
    again = """insert into orders (user_id, trading_account_id, exchange_id, instrument_id, client_order_id, side, type, quantity)
               select user_id, trading_account_id, exchange_id, instrument_id, client_order_id, side, 'market', 1 from orders
                   """
    assert refusal(trading.database, again) == "23505"


@pytest.fixture
def rivals(server: ScratchServer, built: Database) -> Iterator[list[Database]]:
    """Connections that commit what they do; afterwards the orders that they entered are removed."""
    before = "create temporary table before as select id from orders"
    with connect(server.url(built.name)) as database:
        database.execute(before)
        databases = [connect(server.url(built.name)) for _ in range(6)]
        yield databases
        for each in databases:
            each.close()
        database.execute("delete from orders where id not in (select id from before)")


@pytest.mark.parametrize("mode", ["", "isolation level serializable"])
def test_rivals_do_not_pass_a_limit_together(rivals: list[Database], mode: str) -> None:
    barrier = Barrier(len(rivals))

    def enter(database: Database) -> str:
        database.begin(mode)
        database.value("select count(*) from profiles")
        barrier.wait()
        try:
            database.execute(ENTER, PLAIN)
            database.commit()
        except DatabaseError as error:
            database.rollback()
            return error.sqlstate
        return ""

    with ThreadPoolExecutor(len(rivals)) as pool:
        outcomes = [*pool.map(enter, rivals)]
    # one is open already and three are allowed; a serializable transaction may also be told to try again
    assert outcomes.count("") == 2 if not mode else 1 <= outcomes.count("") <= 2
    assert {*outcomes} <= ({"", "TR013", "40001"} if mode else {"", "TR013"})
    assert rivals[0].value("select count(*) from orders where user_id = md5('alice')::uuid") == outcomes.count("") + 1


def test_a_count_that_could_be_stale_is_refused(rivals: list[Database]) -> None:
    rivals[0].begin("isolation level repeatable read")
    with pytest.raises(DatabaseError) as caught:
        rivals[0].execute(ENTER, PLAIN)
    rivals[0].rollback()
    assert caught.value.sqlstate == "TR005"


def _enter(database: Database, **changed: object) -> str:
    return refusal(database, ENTER, PLAIN | changed)
