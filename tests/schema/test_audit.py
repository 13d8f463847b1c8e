"""The audit trail: what is written, by whom, what is left out; that nobody changes it, and that whoever could is found out."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from schemactl.adapters.database import Database, connect
from schemactl.adapters.scratch import ScratchServer

from .conftest import Trading, refusal

LAST = """
    select {} from audit.log
     where transaction_id = pg_current_xact_id() and chain_id = md5('alice')::uuid order by number desc limit 1
"""
BROKEN = "select number, problem from audit.first_broken(md5('alice')::uuid)"
WHOLE = (None, None)
NOBODY = "00000000-0000-0000-0000-000000000000"
UNAUDITED = {
    "market_data_bars": "written by a feed, corrected by it",
    "signals": "written once",
    "positions": "the running sum of trades",
    "daily_results": "follows from positions",
    "backtest_runs": "can be repeated",
    "backtest_trades": "can be computed again",
    "backtest_equity_points": "can be computed again",
    "backtest_results": "can be computed again",
    "private.order_keys": "follows from orders",
    "audit.log": "the trail itself",
    "audit.chains": "the trail itself",
}
NOT_AUDITED = """
    select c.oid::regclass::text from pg_class c
     where c.relkind in ('r', 'p') and not c.relispartition
       and c.relnamespace::regnamespace::text in ('public', 'private', 'audit')
       and not exists (select from pg_trigger t where t.tgrelid = c.oid and t.tgfoid = 'audit.record'::regproc)
"""
CHANGES = {
    "an edit": ("update audit.log set new_values = '{}' where number = 3", (3, "changed")),
    "an edit of who": ("update audit.log set actor_role = 'nobody' where number = 1", (1, "changed")),
    "an edit of when": ("update audit.log set occurred_at = occurred_at + interval '1 microsecond' where number = 2", (2, "changed")),
    "an edit and its hash": (
        "update audit.log set application = 'x' where number = 3; update audit.log l set hash = audit.hash_of(l) where number = 3",
        (4, "does not follow the entry before"),
    ),
    "a deletion": ("delete from audit.log where number = 3", (3, "missing")),
    "a deletion of the first": ("delete from audit.log where number = 1", (1, "missing")),
    "a deletion of the last": (
        "delete from audit.log l where number = (select length from audit.chains where id = l.chain_id)",
        "select max(number) + 1, 'missing' from audit.log where chain_id = md5('alice')::uuid",
    ),
    "a deletion of all": ("delete from audit.log", (1, "missing")),
    "an entry of another chain": (
        """delete from audit.log where number = 2 and chain_id = md5('alice')::uuid;
           update audit.log set chain_id = md5('alice')::uuid where number = 2 and chain_id = md5('bob')::uuid""",
        (2, "does not follow the entry before"),
    ),
}


def test_every_table_that_matters_is_audited(trading: Trading) -> None:
    assert {t for (t,) in trading.database.rows(NOT_AUDITED)} == {*UNAUDITED}


def test_an_entry_says_who_changed_what(trading: Trading) -> None:
    trading.database.execute("set local application_name = 'the app'")
    with trading.acting("authenticated", trading.alice) as database:
        database.execute("update portfolios set name = 'Renamed'")
        _finish(database)
    columns = "actor_id::text, actor_role, application, table_name, row_key, operation, old_values, new_values"
    assert trading.database.rows(LAST.format(columns)) == [
        (
            str(trading.alice),
            "authenticated",
            "the app",
            "public.portfolios",
            {"id": trading.database.value("select md5('portfolio alice')::uuid::text")},
            "update",
            {"name": "Main"},
            {"name": "Renamed"},
        )
    ]


def test_an_insert_and_a_deletion_keep_the_whole_row(trading: Trading) -> None:
    with trading.acting("service_role") as database:
        database.execute("insert into strategies (user_id, name) values (md5('alice')::uuid, 'short-lived')")
        _finish(database)
        database.execute("delete from strategies where name = 'short-lived'")
        _finish(database)
    entries = "select operation, actor_role, actor_id, old_values ->> 'name', new_values ->> 'name' from audit.log"
    assert trading.database.rows(entries + " where transaction_id = pg_current_xact_id() order by number") == [
        ("insert", "service_role", None, None, "short-lived"),
        ("delete", "service_role", None, "short-lived", None),
    ]


def test_what_changes_nothing_is_no_entry(trading: Trading) -> None:
    before = trading.count("audit.log")
    trading.database.execute("update portfolios set name = name")
    _finish(trading.database)
    assert trading.count("audit.log") == before


def test_reference_data_has_a_chain_of_its_own(trading: Trading) -> None:
    trading.database.execute("update exchanges set name = 'Somewhere' where code = 'nowhere'")
    _finish(trading.database)
    where = 'where chain_id = %s and user_id is null and new_values = \'{"name": "Somewhere"}\''
    assert trading.database.value(f"select count(*) from audit.log {where}", (NOBODY,)) == 1


def test_no_secret_is_recorded(trading: Trading) -> None:
    trading.database.execute("update private.exchange_credentials set ciphertext = 'other', key_version = 2")
    _finish(trading.database)
    assert trading.database.rows(LAST.format("old_values, new_values")) == [({"key_version": 1}, {"key_version": 2})]
    assert trading.database.value("select count(*) from audit.log l where table_name like '%credentials' and l::text ~ 'ciphertext'") == 0


def test_times_read_alike_whatever_the_zone_of_the_session(trading: Trading) -> None:
    trading.database.execute("set local timezone = 'Asia/Tokyo'; update orders set cancel_requested_at = '2026-01-01 00:00+00'")
    _finish(trading.database)
    assert trading.database.value(LAST.format("new_values ->> 'cancel_requested_at'")) == "2026-01-01T00:00:00+00:00"
    assert trading.database.rows(BROKEN) == [WHOLE]


def test_users_read_and_verify_their_own_trail(trading: Trading) -> None:
    own = trading.database.rows("select hash from audit.log where user_id = md5('alice')::uuid order by number")
    with trading.acting("authenticated", trading.alice) as database:
        assert database.rows("select hash from audit_trail order by number") == own
        assert database.rows("select number, problem from verify_audit_trail()") == [WHOLE]


@pytest.mark.parametrize("command", ["update audit.log set number = 0", "delete from audit.log", "truncate audit.log"])
def test_nobody_changes_the_trail(trading: Trading, command: str) -> None:
    assert refusal(trading.database, command) == "TA001"
    for role in ("authenticated", "service_role"):
        with trading.acting(role, trading.alice) as database:
            assert refusal(database, command) == "42501"


def test_the_chains_of_the_rows_are_whole(trading: Trading) -> None:
    chains = trading.database.rows("select id::text, length, b.number, b.problem from audit.chains, audit.first_broken(id) b order by 1")
    assert {c for c, *_ in chains} == {str(trading.alice), str(trading.bob), NOBODY}
    assert [(number, problem) for _, _, number, problem in chains] == [WHOLE] * 3
    assert all(length > 4 for _, length, *_ in chains)
    assert trading.database.value("select count(*) from audit.first_broken(md5('carol')::uuid) b where b.number is null") == 1


@pytest.mark.parametrize("what", CHANGES)
def test_the_first_broken_entry_is_named(trading: Trading, what: str) -> None:
    change, wanted = CHANGES[what]
    trading.without_foreign_keys()
    trading.database.execute(change)
    assert trading.database.rows(BROKEN) == (trading.database.rows(wanted) if isinstance(wanted, str) else [wanted])


@pytest.fixture
def writers(server: ScratchServer, built: Database) -> Iterator[list[Database]]:
    writers = [connect(server.url(built.name)) for _ in range(6)]
    yield writers
    writers[0].execute("update portfolios set name = 'Main'")
    for writer in writers:
        writer.close()


def test_entries_of_many_writers_make_one_chain(writers: list[Database]) -> None:
    length = "select length from audit.chains where id = md5('alice')::uuid"
    before = writers[0].value(length)

    def write(number: int) -> None:
        for n in range(10):
            sql = "update portfolios set name = %s where user_id = md5('alice')::uuid"
            writers[number].execute(sql, (f"{number} {n}",))

    with ThreadPoolExecutor(len(writers)) as pool:
        list(pool.map(write, range(len(writers))))
    assert writers[0].value(length) == before + 60
    assert writers[0].rows(BROKEN) == [WHOLE]


def _finish(database: Database) -> None:
    """What a commit would do: the deferred triggers fire."""
    database.execute("set constraints all immediate; set constraints all deferred")
