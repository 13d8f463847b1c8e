"""The lock that keeps two applies apart."""

from __future__ import annotations

import re
import threading

import pytest

from schemactl.adapters.database import Database, with_parts
from schemactl.apply import exclusive, refuse_transaction_pooler
from schemactl.apply.lock import KEY, _refuse_unkept
from schemactl.errors import ExitCode, FailedOnLive, Refused

LOCKS = """select count(*) from pg_locks
            where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())"""


def test_the_lock_lasts_as_long_as_the_block(database: Database, other: Database) -> None:
    with exclusive(database, pytest.fail):
        assert other.value(LOCKS) == 1
    assert other.value(LOCKS) == 0


def test_a_failure_in_the_block_frees_it(database: Database, other: Database) -> None:
    with pytest.raises(ZeroDivisionError), exclusive(database, pytest.fail):
        raise ZeroDivisionError
    assert other.value(LOCKS) == 0


def test_a_second_holder_is_refused_with_the_name_of_the_first(database: Database, other: Database) -> None:
    database.execute("set application_name = 'nightly apply'")
    said: list[str] = []
    with exclusive(database, pytest.fail), pytest.raises(Refused) as caught, exclusive(other, said.append, wait_seconds=0):
        pytest.fail("two sessions have the lock")
    pid = database.value("select pg_backend_pid()")
    assert caught.value.exit_code == ExitCode.REFUSED
    holder = rf"process {pid}, user \w+, nightly apply, connected since \d{{4}}-\d\d-\d\d \d\d:\d\d:\d\d .*"
    assert re.fullmatch(f"another schemactl is at work on this database: {holder}", str(caught.value))
    assert caught.value.hint


def test_a_plain_role_sees_who_holds_it(database: Database, other: Database) -> None:
    other.execute("set role pg_monitor; reset role; set session authorization pg_monitor")
    with exclusive(database, pytest.fail), pytest.raises(Refused, match=r"process \d+, user ") as caught, exclusive(other, str, 0):
        pytest.fail("two sessions have the lock")
    assert "None" not in str(caught.value)


def test_the_second_waits_and_says_so_once(database: Database, other: Database) -> None:
    said: list[str] = []
    told = threading.Event()

    def say(message: str) -> None:
        said.append(message)
        told.set()

    def second() -> None:
        with exclusive(other, say, wait_seconds=60):
            said.append("mine")

    thread = threading.Thread(target=second)
    with exclusive(database, pytest.fail):
        thread.start()
        assert told.wait(60)
    thread.join()
    assert [text.split(":")[0] for text in said] == ["waiting for another schemactl on this database", "mine"]


def test_the_failure_of_a_lost_connection_is_not_hidden_by_the_unlocking(database: Database, other: Database) -> None:
    pid = database.value("select pg_backend_pid()")
    with pytest.raises(FailedOnLive, match=r"^nothing was kept$"), exclusive(database, pytest.fail):
        other.value("select pg_terminate_backend(%s, 5000)", (pid,))
        raise FailedOnLive("nothing was kept")
    assert other.value(LOCKS) == 0


def test_a_session_that_does_not_keep_the_lock_is_refused(database: Database, other: Database) -> None:
    """What a pooler on another port does to us: the next statement finds no lock, or another session."""
    pid = database.value("select pg_backend_pid()")
    with pytest.raises(Refused, match="this is a transaction pooler"):
        _refuse_unkept(database, pid)
    database.value("select pg_advisory_lock(%s)", (KEY,))
    _refuse_unkept(database, pid)
    with pytest.raises(Refused, match="this is a transaction pooler"):
        _refuse_unkept(other, pid)
    with pytest.raises(Refused, match="this is a transaction pooler"):
        _refuse_unkept(database, pid + 1)


def test_another_advisory_lock_is_not_ours(database: Database, other: Database) -> None:
    database.value("select pg_advisory_lock(%s)", (KEY + 1,))
    with pytest.raises(Refused, match="this is a transaction pooler"):
        _refuse_unkept(database, database.value("select pg_backend_pid()"))
    with exclusive(other, pytest.fail):
        pass


def test_the_port_of_the_transaction_pooler_is_refused(url: str) -> None:
    with pytest.raises(Refused, match="port 6543: this is a transaction pooler") as caught:
        refuse_transaction_pooler("postgresql://postgres.x:secret@aws-0-eu.pooler.supabase.com:6543/postgres")
    assert "secret" not in str(caught.value) + caught.value.hint
    assert "5432" in caught.value.hint
    with pytest.raises(Refused, match="transaction pooler"):
        refuse_transaction_pooler(with_parts(url, port="6543"))
    refuse_transaction_pooler(url)
