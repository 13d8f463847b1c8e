"""Months of orders and trades: made ahead, filled from the default partition, archived; what is unique over all of them; nothing lost."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest

from schemactl.adapters.database import Database, connect
from schemactl.adapters.scratch import ScratchServer, scratch_database
from schemactl.desired import build
from schemactl.supabase import base_sql

from .conftest import SCHEMA, Trading, refusal

HERE = Path(__file__).parent
UNIQUE, WRITTEN_ONCE, REPEATABLE_READ = "23505", "TA001", "TR005"
MONTHS = "select inhrelid::regclass::text from pg_inherits where inhparent = %s::regclass order by 1"
ENTER = """
    insert into orders (user_id, trading_account_id, exchange_id, instrument_id, side, type, quantity, created_at, client_order_id)
    select user_id, trading_account_id, exchange_id, instrument_id, 'buy', 'market', 1, %(at)s, %(name)s
      from orders where id = md5('order alice')::uuid returning id"""
EXECUTE = """
    insert into trades (user_id, order_id, instrument_id, exchange_trade_id, price, quantity, executed_at)
    select user_id, order_id, instrument_id, %(name)s, 100, 1, %(at)s from private.order_keys where order_id = %(order)s"""
FILL = """
    update orders
       set status = 'filled', filled_quantity = quantity, average_fill_price = 100, submitted_at = created_at, closed_at = created_at
     where created_at < date_trunc('month', now())"""
CONTENT = "select count(*), md5(string_agg(h::text, '' order by h.id)) from {} h"
WRITERS = 4
MONTHS_BACK = 12


@pytest.fixture
def unlimited(trading: Trading) -> Trading:
    trading.database.execute("delete from risk_limits; set constraints all immediate; set constraints all deferred")
    return trading


def enter(database: Database, at: str, name: str = "a name") -> str:
    return str(database.value(ENTER, {"at": at, "name": name}))


def made(database: Database, call: str) -> list[str]:
    return [name for (name,) in database.rows(f"select f::text from partitions.{call} f")]


# months


def test_months_are_made_ahead_once(unlimited: Trading) -> None:
    months = made(unlimited.database, "create_months(2)")
    # this one and two more, of each table
    assert len(months) == 6
    assert made(unlimited.database, "create_months(2)") == []
    assert len(made(unlimited.database, "create_months(3)")) == 2


def test_what_the_default_took_moves_to_its_month(unlimited: Trading) -> None:
    database = unlimited.database
    orders, keys, audited = (database.rows(CONTENT.format("orders")), unlimited.count("private.order_keys"), unlimited.count("audit.log"))
    assert unlimited.count("partitions.orders_default") == orders[0][0]
    made(database, "create_months()")
    database.execute("set constraints all immediate")
    assert unlimited.count("partitions.orders_default") == unlimited.count("partitions.trades_default") == 0
    assert (database.rows(CONTENT.format("orders")), unlimited.count("private.order_keys"), unlimited.count("audit.log")) == (
        orders,
        keys,
        audited,
    )


def test_a_month_has_what_its_table_has(unlimited: Trading) -> None:
    month = made(unlimited.database, "create_months(0)")[0]
    of = "select count(*) from {} where {} = %s::regclass {}"
    for catalog, column, but in (
        ("pg_index", "indrelid", ""),
        ("pg_constraint", "conrelid", "and contype = 'f'"),
        ("pg_trigger", "tgrelid", ""),
    ):
        parent, child = (unlimited.database.value(of.format(catalog, column, but), (t,)) for t in ("orders", month))
        assert parent == child > 0


def test_an_open_order_keeps_its_month(unlimited: Trading) -> None:
    database = unlimited.database
    enter(database, "2019-01-15")
    database.execute("select partitions.create_month('orders', 'created_at', '2019-01-01 00:00+00')")
    assert made(database, "archive_months()") == []
    database.execute(FILL)
    database.execute("set constraints all immediate")
    assert made(database, "archive_months()") == ["archive.orders_2019_01"]
    assert made(database, "archive_months()") == []


def test_an_archived_month_is_moved_as_it_stands(unlimited: Trading) -> None:
    database = unlimited.database
    enter(database, "2019-01-15")
    database.execute("select partitions.create_month('orders', 'created_at', '2019-01-01 00:00+00')")
    database.execute(FILL)
    database.execute("set constraints all immediate")
    history = database.rows(CONTENT.format("order_history"))
    indexes = "select array_agg(pg_relation_filenode(indexrelid) order by 1) from pg_index where indrelid = '{}'::regclass"
    files = database.value(indexes.format("partitions.orders_2019_01"))
    place = database.value("select pg_relation_filenode('partitions.orders_2019_01')")
    made(database, "archive_months()")
    assert database.value("select pg_relation_filenode('archive.orders_2019_01')") == place
    assert database.value(indexes.format("archive.orders_2019_01")) == files
    assert database.rows(CONTENT.format("order_history")) == history


@pytest.mark.parametrize("table", ["archive.orders", "archive.orders_2020_01", "archive.trades"])
@pytest.mark.parametrize("command", ["delete from {}", "update {} set quantity = 2", "insert into {} select * from {}"])
def test_an_archived_row_is_changed_by_nobody(trading: Trading, table: str, command: str) -> None:
    assert refusal(trading.database, command.format(table, table)) == WRITTEN_ONCE


def test_what_comes_late_for_an_archived_month_is_kept(unlimited: Trading) -> None:
    enter(unlimited.database, "2020-01-20")
    assert "partitions.orders_2020_01" not in made(unlimited.database, "create_months(0)")
    assert unlimited.count("partitions.orders_default") == 1


def test_the_running_month_is_not_archived(trading: Trading) -> None:
    assert refusal(trading.database, "select partitions.archive_months('1 day')") == "22023"


def test_the_service_may_do_both_and_a_user_neither(trading: Trading) -> None:
    for call in ("create_months(0)", "archive_months()"):
        assert trading.refusal("service_role", None, f"select partitions.{call}") == ""
        assert trading.refusal("authenticated", trading.alice, f"select partitions.{call}") == "42501"


def test_pg_cron_is_told_once(trading: Trading) -> None:
    assert refusal(trading.database, "select partitions.schedule()") == "42883"
    trading.database.execute("""
        create schema cron; create table cron.job (jobname text primary key, schedule text, command text);
        create function cron.schedule(text, text, text) returns void language sql as $$
            insert into cron.job values ($1, $2, $3) on conflict (jobname) do update set schedule = $2, command = $3 $$;
        select partitions.schedule(); select partitions.schedule()""")
    for (command,) in trading.database.rows("select command from cron.job"):
        trading.database.execute(command)
    assert trading.count("cron.job") == 2


# what is unique over all months


def test_an_order_s_names_are_unique_over_all_months(unlimited: Trading) -> None:
    database = unlimited.database
    made(database, "create_months(1)")
    order = enter(database, "2019-01-15")
    assert refusal(database, ENTER, {"at": "2019-02-15", "name": "a name"}) == UNIQUE
    other = enter(database, "2019-02-15", "another name")
    take = "update orders set exchange_order_id = 'x1' where id = %s"
    database.execute(take, (order,))
    assert refusal(database, take, (other,)) == UNIQUE


def test_a_trade_is_reported_once_whatever_its_time(unlimited: Trading) -> None:
    database = unlimited.database
    trade = {"name": "t1", "order": enter(database, "2019-01-31 23:59+00")}
    database.execute(EXECUTE, trade | {"at": "2019-01-31 23:59:01.123456+00"})
    for again in ("2019-01-31 23:59:01.123+00", "2019-02-01 00:00+00"):
        assert refusal(database, EXECUTE, trade | {"at": again}) == UNIQUE
    assert refusal(database, EXECUTE, trade | {"name": "t2", "at": "2019-01-31 23:59:01.123+00"}) == ""


def test_a_trade_needs_an_order(trading: Trading) -> None:
    of_nothing = """
        insert into trades (user_id, order_id, instrument_id, exchange_trade_id, price, quantity, executed_at)
        select user_id, md5('x')::uuid, instrument_id, 'x', 1, 1, now() from trades limit 1"""
    assert refusal(trading.database, of_nothing) == "23503"


# at once


@pytest.fixture
def busy(server: ScratchServer) -> Iterator[str]:
    """The URL of a database of this test's own, as sessions commit there what they do."""
    with scratch_database(server) as name:
        with connect(server.url(name)) as admin:
            admin.execute(base_sql(admin))
            with connect(server.owner_url(name)) as owner:
                build(owner, SCHEMA)
            admin.execute((HERE / "rows.sql").read_text(encoding="utf-8"))
            admin.execute("delete from risk_limits")
        yield server.url(name)


def test_two_reports_of_one_trade_at_once_make_one(busy: str) -> None:
    with connect(busy) as one, connect(busy) as other, ThreadPoolExecutor(1) as pool:
        trade = {"name": "t1", "order": enter(one, "2019-01-15")}
        with one.transaction():
            one.execute(EXECUTE, trade | {"at": "2019-01-15 00:00:00.1"})
            second = pool.submit(refusal, other, EXECUTE, trade | {"at": "2019-01-15 00:00:00.2"})
            with pytest.raises(TimeoutError):
                second.result(timeout=0.3)
        assert second.result() == UNIQUE
        with other.transaction("isolation level repeatable read"):
            assert refusal(other, EXECUTE, trade | {"at": "2019-01-15 00:00:00.2"}) == REPEATABLE_READ


def test_no_row_is_lost_while_months_come_and_go(busy: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Writers of orders and trades of a year, closed as they come, beside two sessions that make and archive months all the time."""
    ended = Event()
    with ThreadPoolExecutor(WRITERS + 2) as pool:
        keepers = [pool.submit(_keep, busy, ended) for _ in range(2)]
        writers = [pool.submit(_write, busy, writer) for writer in range(WRITERS)]
        written = sum(writer.result() for writer in writers)
        ended.set()
        archived = sum(keeper.result() for keeper in keepers)
    with connect(busy) as database:
        database.execute("select partitions.create_months()")
        database.execute(FILL + " and closed_at is null")
        database.execute("select partitions.archive_months('1 month')")
        for table in ("order", "trade"):
            # those of rows.sql were there before
            assert database.value(f"select count(*) from {table}_history") == written + 4
            assert database.value(f"select count(distinct id) from {table}_history") == written + 4
        assert database.value("select count(*) from private.order_keys") == written + 4
        assert database.value("select count(*) from archive.orders") > 0
    assert archived > 0
    with capsys.disabled():
        print(f"\n{written} orders and as many trades of {WRITERS} writers, {archived} months archived meanwhile, none lost")


def _write(url: str, writer: int) -> int:
    """Enters an order with a trade in each of a year's months, again and again; how many."""
    entered = 0
    with connect(url) as database:
        for round_ in range(15):
            for back in range(MONTHS_BACK):
                at = str(database.value("select date_trunc('month', now()) - %s * interval '1 month' + interval '3 days'", (back,)))
                with database.transaction():
                    order = enter(database, at, f"{writer}/{round_}/{back}")
                    database.execute(EXECUTE, {"name": "1", "order": order, "at": at})
                    database.execute(
                        "update orders set status = 'cancelled', closed_at = created_at where id = %s and created_at = %s", (order, at)
                    )
                entered += 1
    return entered


def _keep(url: str, ended: Event) -> int:
    """Makes and archives months until told to end; how many it archived."""
    archived = 0
    with connect(url) as database:
        while not ended.is_set():
            database.execute("select partitions.create_months()")
            archived += len(made(database, "archive_months('3 months')"))
    return archived
