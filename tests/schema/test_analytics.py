"""Figures over all users: what they say of rows that a test books, who refreshes them, and what a refresh leaves behind."""

from __future__ import annotations

from decimal import Decimal

import pytest

from schemactl.adapters.database import Database, connect
from schemactl.adapters.scratch import ScratchServer

from .conftest import Trading, refusal

DENIED = "42501"
READ_ONLY = "25006"
UNDEFINED_TABLE = "42P01"
VIEWS = """select matviewname::text from pg_matviews where schemaname = 'analytics' order by 1"""
WITHOUT_KEY = """
    select m.matviewname::text from pg_matviews m
     where not exists (select from pg_index i
                        where i.indrelid = format('%I.%I', m.schemaname, m.matviewname)::regclass
                          and i.indisunique and i.indpred is null and i.indexprs is null)
"""


@pytest.fixture
def reader(server: ScratchServer, trading: Trading) -> Database:
    """The test's connection as a replica has it: nothing can be written, no key drawn, no temporary table made."""
    _refresh(trading)
    trading.database.execute("set local transaction read only")
    return trading.database


def test_every_materialized_view_can_be_refreshed_without_blocking_readers(trading: Trading) -> None:
    assert trading.database.rows(WITHOUT_KEY) == []
    trading.database.execute("create materialized view analytics.offender as select 1 as n")
    assert trading.database.rows(WITHOUT_KEY) == [("offender",)]


def test_a_refresh_says_how_long_it_took(trading: Trading) -> None:
    before = trading.count("analytics.refresh_log")
    _refresh(trading)
    log = "select relation::text, duration > '0' from analytics.refresh_log where started_at > now() order by 1"
    assert trading.database.rows(log) == [(view, True) for view in _views(trading)]
    assert trading.count("analytics.refresh_log") == before + len(_views(trading)) >= 4


def test_the_older_function_logs_too(trading: Trading) -> None:
    with trading.acting("service_role") as database:
        before = trading.count("analytics.refresh_log")
        database.execute("select analytics.refresh_daily_volumes()")
        assert trading.count("analytics.refresh_log") == before + 1


@pytest.mark.parametrize("name", ["orders", "refresh_log", "missing", "daily_pnl; drop table public.orders", 'x" --'])
def test_only_a_materialized_view_of_the_schema_is_refreshed(trading: Trading, name: str) -> None:
    assert trading.refusal("service_role", None, "select analytics.refresh(%s)", name) == UNDEFINED_TABLE


@pytest.mark.parametrize("role", ["anon", "authenticated"])
def test_nobody_else_refreshes_or_reads(trading: Trading, role: str) -> None:
    assert trading.refusal(role, trading.alice, "select analytics.refresh('exposure')") == DENIED
    for relation in (*_views(trading), "refresh_log", "freshness"):
        assert trading.refusal(role, trading.alice, f"select from analytics.{relation}") == DENIED


def test_the_service_writes_no_log_itself(trading: Trading) -> None:
    assert trading.refusal("service_role", None, "delete from analytics.refresh_log") == DENIED


def test_a_days_result_has_the_fees_of_its_asset_once(trading: Trading) -> None:
    trading.database.execute("""
        update positions set realized_pnl = 25;
        insert into ledger_entries (user_id, trading_account_id, exchange_id, asset_id, kind, amount, reference, occurred_at)
        select user_id, id, exchange_id, md5('USD')::uuid, 'fee', -2, n::text, now() from trading_accounts, generate_series(1, 2) n""")
    _refresh(trading)
    found = trading.database.rows("select mode::text, realized_pnl::int, fees::int, net_pnl::int from analytics.daily_pnl")
    assert found == [("paper", 25, -4, 21)] * 2


def test_what_a_strategy_bought_and_sold_is_matched(trading: Trading) -> None:
    assert _performance(trading, "bought_quantity::int, sold_quantity::int, matched_pnl") == [(1, 0, None)] * 2
    trading.without_foreign_keys()
    trading.database.execute("""
        insert into orders (user_id, trading_account_id, exchange_id, instrument_id, strategy_id, side, type, status, quantity,
                            filled_quantity, average_fill_price, submitted_at, closed_at)
        select user_id, trading_account_id, exchange_id, instrument_id, strategy_id, 'sell', 'market', 'filled', 0.5, 0.5, 120, now(), now()
          from orders""")
    assert _performance(trading, "order_count, filled_count, sold_notional::int, matched_pnl") == [(2, 1, 60, Decimal(10))] * 2


def test_exposure_adds_up_what_all_hold(trading: Trading) -> None:
    trading.database.execute("update positions set quantity = -3 where user_id = %s", (trading.bob,))
    _refresh(trading)
    columns = "position_count, long_quantity::int, short_quantity::int, net_quantity::int, entry_notional::int, market_notional::int"
    assert trading.database.rows(f"select {columns} from analytics.exposure") == [(2, 1, 3, -2, 400, 400)]
    trading.database.execute("update positions set quantity = 0, average_entry_price = null")
    _refresh(trading)
    assert trading.count("analytics.exposure") == 0


def test_a_replica_says_as_of_when_its_figures_are(reader: Database) -> None:
    assert refusal(reader, "select analytics.refresh('exposure')") == READ_ONLY
    reader.execute("set local role service_role")
    found = reader.rows("select relation::text, refreshed_at is not null, from_replica from analytics.freshness order by 1")
    assert [(relation, refreshed, replica) for relation, refreshed, replica in found if refreshed and not replica] == found
    assert len(found) >= 4


def test_all_figures_can_be_read_where_nothing_can_be_written(reader: Database) -> None:
    views = [view for (view,) in reader.rows(VIEWS)]
    reader.execute("set local role service_role")
    assert all(refusal(reader, f"select * from analytics.{view}") == "" for view in views)


def test_two_refreshes_at_once_follow_each_other(server: ScratchServer, built: Database) -> None:
    with connect(server.url(built.name)) as first, connect(server.url(built.name)) as second:
        first.begin()
        first.execute("select analytics.refresh('exposure')")
        second.execute("set lock_timeout = '100ms'")
        assert refusal(second, "select analytics.refresh('exposure')") == "55P03"
        assert second.value("select count(*) from analytics.exposure") == 0
        first.rollback()


def _views(trading: Trading) -> list[str]:
    return [view for (view,) in trading.database.rows(VIEWS)]


def _refresh(trading: Trading) -> None:
    with trading.acting("service_role") as database:
        for view in _views(trading):
            database.execute("select analytics.refresh(%s)", (view,))


def _performance(trading: Trading, columns: str) -> list[tuple[object, ...]]:
    _refresh(trading)
    return trading.database.rows(f"select {columns} from analytics.strategy_performance")
