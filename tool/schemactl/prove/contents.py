"""What the tables of a copy hold, as text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files

from ..adapters.database import Database
from ..errors import ConnectionLost, DatabaseError
from .composite import Attribute, Shapes

Values = list[str | None]
LABELS = "select e.oid::int8, e.enumtypid::regtype::text, e.enumlabel::text from pg_enum e"


@dataclass(frozen=True, slots=True)
class Held:
    """A table with its rows as text, column by column. `root` is the topmost table that they are read with: a parent or partitioned one.

    `oids` are its own and the root's, `numbers` those of its columns: what stays when a name changes. `shapes`: the composite type
    that a column's values are made of, by column; they are read as JSON.
    """

    name: str
    root: str
    oids: tuple[int, int]
    numbers: Mapping[str, int]
    types: Mapping[str, str]
    generated: frozenset[str]
    columns: Mapping[str, Values]
    count: int
    is_partition: bool
    shapes: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Contents:
    """All tables by name; the labels of enums as (type, label) by oid, so that a renamed one is no other value, and composite types."""

    tables: Mapping[str, Held]
    labels: Mapping[int, tuple[str, str]]
    shapes: Shapes = field(default_factory=dict)


def read_contents(database: Database, excluded: frozenset[str]) -> Contents:
    """The rows of every table outside the excluded schemas; one that may not be read is left out.

    Row security that holds for the owner too is lifted in a transaction that is rolled back.
    """
    shapes = [_Shape(*row) for row in database.rows(_query("contents.sql"))]
    shapes = [s for s in shapes if s.schema not in excluded]
    with _undone(database):
        for shape in shapes:
            if shape.forced:
                database.execute(f"alter table {shape.name} no force row level security")
        tables = _rows(database, shapes)
    labels = {oid: (type_, label) for oid, type_, label in database.rows(LABELS)}
    return Contents(tables, labels, _composites(database) if any(t.shapes for t in tables.values()) else {})


def _composites(database: Database) -> Shapes:
    found: dict[int, dict[str, Attribute]] = {}
    for oid, name, *attribute in database.rows(_query("composites.sql")):
        found.setdefault(oid, {})[name] = Attribute(*attribute)
    return found


@contextmanager
def _undone(database: Database) -> Iterator[None]:
    """A transaction, or a part of the one that is open, of which nothing stays."""
    nested = database.in_transaction
    database.execute("savepoint schemactl_look" if nested else "begin")
    try:
        yield
    finally:
        database.execute("rollback to savepoint schemactl_look" if nested else "rollback")


@dataclass(frozen=True, slots=True)
class _Shape:
    """A row of the query: each column as (number, name, type, whether it is generated, the composite type of its values or 0)."""

    oid: int
    name: str
    root_oid: int
    root: str
    schema: str
    is_partition: bool
    forced: bool
    columns: Sequence[tuple[int, str, str, bool, int]]

    @property
    def texts(self) -> list[str]:
        """Each column as an expression."""
        return [f"to_jsonb({c})::text" if shape else f"{c}::text" for _, c, _, _, shape in self.columns]

    @property
    def without_generated(self) -> _Shape:
        """A virtual column is computed when it is read, and may fail then."""
        return replace(self, columns=[c for c in self.columns if not c[3]])

    def held(self, rows: Sequence[Sequence[str | None]]) -> Held:
        return Held(
            self.name,
            self.root,
            (self.oid, self.root_oid),
            {c: number for number, c, _, _, _ in self.columns},
            {c: type_ for _, c, type_, _, _ in self.columns},
            frozenset(c for _, c, _, generated, _ in self.columns if generated),
            {c: [row[n] for row in rows] for n, (_, c, _, _, _) in enumerate(self.columns)},
            len(rows),
            self.is_partition,
            {c: shape for _, c, _, _, shape in self.columns if shape},
        )


def _rows(database: Database, tables: Sequence[_Shape]) -> dict[str, Held]:
    """All tables in one question; where one refuses, in halves, and a single one without what is generated."""
    if not tables:
        return {}
    parts = (f"select {n}, array[{', '.join(t.texts)}]::text[] from only {t.name}" for n, t in enumerate(tables))
    try:
        with database.savepoint():
            found = database.rows(" union all ".join(parts))
    except ConnectionLost:
        raise
    except DatabaseError:
        if half := len(tables) // 2:
            return {**_rows(database, tables[:half]), **_rows(database, tables[half:])}
        fewer = tables[0].without_generated
        return _rows(database, [fewer]) if fewer != tables[0] else {}
    rows: dict[int, list[Sequence[str | None]]] = {n: [] for n in range(len(tables))}
    for number, row in found:
        rows[number].append(row)
    return {t.name: t.held(rows[n]) for n, t in enumerate(tables)}


@cache
def _query(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")
