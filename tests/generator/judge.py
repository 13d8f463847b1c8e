"""What is demanded of a pair: a way up and back that the facts and pg_dump both confirm, with rows that survive it."""

from __future__ import annotations

import traceback
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from schemactl.adapters.binaries import Binaries
from schemactl.adapters.database import Database, connect, with_parts
from schemactl.adapters.dump import dump_differences, dump_schema, schema_objects
from schemactl.catalog import read
from schemactl.diff import Trial, difference, find_way
from schemactl.errors import DatabaseError, NotConverged
from schemactl.model import Step

from .model import Thing, script
from .pairs import Pair, role_script

NAMES = ("schemactl_pair_start", "schemactl_pair_goal")
ROWS_DO_NOT_FIT = ("22", "23")
Rows = dict[str, dict[str, tuple[str, tuple[str | None, ...]]]]
"""Table → column → its type and its values as text, sorted."""


@dataclass(frozen=True)
class Finding:
    """What went wrong, in one word, and in detail."""

    what: str
    detail: str


@dataclass
class Judge:
    """Two databases on one server, made anew for each pair."""

    url: str
    binaries: Binaries
    counts: Counter[str]

    def __call__(self, pair: Pair) -> Finding | None:
        """None where all is as it must be, or where PostgreSQL refuses one of the states (counted as `refused`)."""
        self.counts["pairs"] += 1
        start, goal = self._fresh()
        with connect(start) as a, connect(goal) as b:
            try:
                _build(a, script(pair.start))
                _build(b, script(pair.goal))
            except DatabaseError as error:
                self.counts["refused"] += 1
                self.counts[f"refused: {error}"] += 1
                return None
            return self._judged(pair, a, b)

    def drop(self) -> None:
        with connect(self.url) as admin:
            for name in NAMES:
                admin.execute(f"drop database if exists {name} with (force)")

    def _fresh(self) -> tuple[str, str]:
        self.drop()
        with connect(self.url) as admin:
            admin.execute(role_script())
            for name in NAMES:
                admin.execute(f"create database {name} template template0")
        return with_parts(self.url, dbname=NAMES[0]), with_parts(self.url, dbname=NAMES[1])

    def _judged(self, pair: Pair, a: Database, b: Database) -> Finding | None:
        origin, facts, wanted = self._dump(a), read(a), read(b)
        try:
            way = find_way(Trial(a, read), wanted)
        except NotConverged as error:
            return Finding("not converged", str(error))
        except Exception:  # noqa: BLE001 - a bug of any class is a finding
            return Finding("crash", traceback.format_exc()[-2000:])
        a.commit()
        text = "\n".join(f"{s.sql};" for step in way.up for s in step.statements)
        back = "\n".join(f"{s.sql};" for step in reversed(way.down) for s in step.statements)
        there = f"{text}\n-- DOWN\n{back}"
        _insert(a, pair.start)
        before = rows(a)
        try:
            _run(a, way.up)
        except DatabaseError as error:
            if error.sqlstate.startswith(ROWS_DO_NOT_FIT):
                self.counts["rows do not fit the goal"] += 1
                return None
            return Finding("failed on rows", f"{error}\n{error.sql}\n{there}")
        lines = [*dump_differences(self._dump(a), self._dump(b)), *difference(read(a), wanted).lines()]
        if lines:
            return Finding("wrong up", "\n".join([*lines[:5], there]))
        if lost := list(losses(a, before, rows(a))):
            return Finding("rows lost", "\n".join([*lost, there]))
        return self._undone(a, way.down, there, origin, facts)

    def _undone(self, a: Database, down: Iterable[Step], there: str, origin: dict, facts: object) -> Finding | None:
        try:
            _run(a, reversed(tuple(down)))
        except DatabaseError as error:
            if error.sqlstate.startswith(ROWS_DO_NOT_FIT):
                self.counts["rows do not fit the start"] += 1
                return None
            return Finding("down failed on rows", f"{error}\n{error.sql}\n{there}")
        lines = [*dump_differences(self._dump(a), origin), *difference(read(a), facts).lines()]
        return Finding("wrong down", "\n".join([*lines[:5], there])) if lines else None

    def _dump(self, database: Database) -> dict[tuple[str, str, str], str]:
        return schema_objects(dump_schema(with_parts(self.url, dbname=database.name), self.binaries))


def _build(database: Database, sql: str) -> None:
    if sql:
        database.execute(sql)


def _run(database: Database, steps: Iterable[Step]) -> None:
    for step in steps:
        if step.transactional:
            with database.transaction():
                for statement in step.statements:
                    database.execute(statement.sql)
        else:
            for statement in step.statements:
                database.execute(statement.sql)


def _insert(database: Database, things: Iterable[Thing]) -> None:
    with database.transaction():
        database.execute("set local session_replication_role = replica")
        for thing in things:
            for insert in thing.rows():
                try:
                    with database.savepoint():
                        database.execute(insert)
                except DatabaseError:
                    continue


TABLES = """select c.oid::regclass::text, c.oid from pg_class c join pg_namespace n on n.oid = c.relnamespace
             where c.relkind = 'r' and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'"""
COLUMNS = """select quote_ident(attname), format_type(atttypid, atttypmod) from pg_attribute
              where attrelid = %s and attnum > 0 and not attisdropped and attgenerated = ''"""


def rows(database: Database) -> Rows:
    """What the tables hold, column by column."""
    out: Rows = {}
    for table, oid in database.rows(TABLES):
        columns = database.rows(COLUMNS, (oid,))
        values = {c: [v for (v,) in database.rows(f"select {c}::text from only {table}")] for c, _ in columns}
        out[table] = {c: (t, _sorted(values[c])) for c, t in columns}
    return out


def _sorted(values: Iterable[str | None]) -> tuple[str | None, ...]:
    return tuple(sorted(values, key=lambda v: (v is None, v)))


def losses(database: Database, before: Rows, after: Rows) -> Iterable[str]:
    """Values that were there and are not, in columns of one type or of one that the old text can be cast to."""
    for table in before.keys() & after.keys():
        for column in before[table].keys() & after[table].keys():
            (old_type, old), (new_type, new) = before[table][column], after[table][column]
            expected = old if old_type == new_type else _cast(database, old, new_type)
            if expected is not None and expected != new:
                yield f"{table}.{column}: {old} ({old_type}) became {new} ({new_type})"


def _cast(database: Database, values: Iterable[str | None], type_: str) -> tuple[str | None, ...] | None:
    try:
        return _sorted(v for (v,) in (database.rows(f"select %s::text::{type_}::text", (value,))[0] for value in values))
    except DatabaseError:
        return None
