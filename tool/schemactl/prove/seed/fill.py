"""Rows into a table: all at once, else one by one, else with what keeps them out switched off; PostgreSQL's words where none goes in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TypeVar

from ...adapters.database import Database
from ...adapters.sql import quote_literal
from ...errors import ConnectionLost, DatabaseError
from .choose import WANTED
from .domains import Row
from .facts import Table

FIRING = {"O": "enable", "R": "enable replica", "A": "enable always"}
TRIES = 24
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Filled:
    """How many rows went in; what had to be switched off for that; else why none did."""

    rows: int
    without: str = ""
    why: str = ""


def fill(database: Database, table: Table, drafts: Sequence[Row]) -> Filled:
    """Stores the drafts, as many as PostgreSQL takes."""
    count, why = _stored(database, table, drafts)
    if count:
        return Filled(count)
    off = _switched_off(table)
    if not off:
        return Filled(0, why=why)
    with suppress(DatabaseError), _off(database, table):
        count, again = _stored(database, table, drafts)
        why = why or again
        if count:
            return Filled(count, without=f"{' and '.join(off)} off: {why}")
    return Filled(0, why=why)


def _stored(database: Database, table: Table, drafts: Sequence[Row]) -> tuple[int, str]:
    try:
        if count := _insert(database, table, drafts[: max(WANTED, 8)]):
            return count, ""
        why = "the rows were taken and did not appear"
    except ConnectionLost:
        raise
    except DatabaseError as error:
        why = said(error)
    count = 0
    for draft in drafts[:TRIES]:
        if count >= WANTED:
            break
        try:
            count += _insert(database, table, [draft])
        except ConnectionLost:
            raise
        except DatabaseError as error:
            why = why or said(error)
    return count, why


def _insert(database: Database, table: Table, drafts: Sequence[Row]) -> int:
    """One statement: all of the rows, but for those that ON CONFLICT lets pass."""
    names = list(drafts[0]) if drafts else []
    conflict = " on conflict do nothing" if table.conflicts_pass else ""
    if names:
        lines = ", ".join(f"({', '.join(_literal(d[n]) for n in names)})" for d in drafts)
        sql = f"insert into {table.name} ({', '.join(names)}) overriding system value values {lines}{conflict}"
    else:
        sql = f"insert into {table.name} default values{conflict}"
    if table.rules:
        before = _count(database, table)
        attempt(database, lambda: database.execute(sql))
        return _count(database, table) - before
    return int(attempt(database, lambda: database.value(f"with new as ({sql} returning 1) select count(*) from new")))


def _count(database: Database, table: Table) -> int:
    return int(database.value(f"select count(*) from only {table.name}"))


def attempt(database: Database, action: Callable[[], T]) -> T:
    """The action, under a savepoint where a transaction would break with it."""
    if not database.in_transaction:
        return action()
    with database.savepoint():
        return action()


def said(error: DatabaseError) -> str:
    """PostgreSQL's words, on one line."""
    return str(error).split("\n", 1)[0]


def _switched_off(table: Table) -> list[str]:
    return [what for what, there in (("triggers", table.triggers), ("rules", table.rules), ("forced row security", table.forced)) if there]


@contextmanager
def _off(database: Database, table: Table) -> Iterator[None]:
    """The user's triggers and rules, and row security for the owner, switched off for the block."""
    alter = f"alter table {table.name}"
    off = [f"{alter} disable trigger {name}" for name, _ in table.triggers]
    off += [f"{alter} disable rule {name}" for name, _ in table.rules]
    off += [f"{alter} no force row level security"] if table.forced else []
    on = [f"{alter} {FIRING[mode]} trigger {name}" for name, mode in table.triggers]
    on += [f"{alter} {FIRING[mode]} rule {name}" for name, mode in table.rules]
    on += [f"{alter} force row level security"] if table.forced else []
    try:
        for sql in off:
            database.execute(sql)
        yield
    finally:
        for sql in on:
            database.execute(sql)


def _literal(text: str | None) -> str:
    return "null" if text is None else quote_literal(text)
