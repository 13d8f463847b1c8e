"""The lock table: what a migration held is counted, and refused where live has no room for it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from schemactl.adapters.database import connect
from schemactl.apply import LOCKS_HELD, locks_held, refuse_without_room, stated_locks
from schemactl.errors import Refused
from schemactl.model import Migration


def migration(*notes: tuple[str, str]) -> Migration:
    return Migration("004_many", "select 1;", "select 1;", "fp:0", "fp:1", notes=notes)


def test_locks_are_counted(new_database: Callable[[], str]) -> None:
    with connect(new_database()) as database, database.transaction():
        before = locks_held(database)
        database.execute("create table a (x int); create table b (x int)")
        assert locks_held(database) >= before + 2


def test_only_many_are_worth_a_line() -> None:
    assert stated_locks(12) == ()
    assert stated_locks(123_456) == ((LOCKS_HELD, "123456"),)


def test_more_than_live_has_room_for_is_refused(new_database: Callable[[], str]) -> None:
    with connect(new_database()) as database:
        refuse_without_room(database, [migration(), migration((LOCKS_HELD, "1000"))])
        with pytest.raises(Refused, match=r"004_many held 99999999 locks .* room for \d+ more") as caught:
            refuse_without_room(database, [migration(), migration((LOCKS_HELD, "99999999"))])
    assert "max_locks_per_transaction" in caught.value.hint
