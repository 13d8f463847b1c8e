"""What seeding must know of a database: tables, columns, types, checks and foreign keys, straight from its catalog."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from ...adapters.database import Database


@dataclass(frozen=True, slots=True)
class Type:
    """`parts` are the types it is made of: base, element, subtype, attributes. `checks` are a domain's, with the functions' text."""

    oid: int
    name: str
    kind: str
    category: str
    modifier: int
    not_null: bool
    parts: tuple[int, ...]
    labels: tuple[str, ...]
    checks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """`counted`: a sequence gives its value. `generated` is the expression that does."""

    name: str
    type: str
    type_oid: int
    modifier: int
    nullable: bool
    counted: bool
    generated: str


@dataclass(frozen=True, slots=True)
class Check:
    """A condition on a row, and the columns that it looks at. `said` is further text that tells what it wants: functions that it calls."""

    expression: str
    columns: tuple[str, ...]
    said: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """A foreign key. `leaves` are the tables that hold the target's rows: itself, or its partitions."""

    target: int
    target_name: str
    leaves: tuple[int, ...]
    columns: tuple[str, ...]
    target_columns: tuple[str, ...]
    full_match: bool
    deferrable: bool


@dataclass(frozen=True, slots=True)
class Table:
    """A table that holds rows. `bound` is a partition's condition; `triggers` and `rules` are (name, firing mode) of those that are on.

    `conflicts_pass`: ON CONFLICT can be said.
    """

    oid: int
    name: str
    schema: str
    bound: str
    forced: bool
    conflicts_pass: bool
    triggers: tuple[tuple[str, str], ...]
    rules: tuple[tuple[str, str], ...]
    columns: tuple[Column, ...] = ()
    checks: tuple[Check, ...] = ()
    references: tuple[Reference, ...] = ()

    def column(self, name: str) -> Column:
        return next(c for c in self.columns if c.name == name)


@dataclass(frozen=True, slots=True)
class Facts:
    """All of it."""

    tables: tuple[Table, ...]
    types: dict[int, Type]


def read_facts(database: Database, excluded: frozenset[str]) -> Facts:
    """The tables outside the excluded schemas, and those inside that they refer to."""
    columns: dict[int, list[Column]] = {}
    for table, *rest in database.rows(_query("columns")):
        columns.setdefault(table, []).append(Column(*rest))
    checks: dict[int, list[Check]] = {}
    for table, expression, names, said in database.rows(_query("checks")):
        checks.setdefault(table, []).append(Check(expression, tuple(names), said))
    references: dict[int, list[Reference]] = {}
    for table, target, name, leaves, names, theirs, full, deferrable in database.rows(_query("references")):
        reference = Reference(target, name, tuple(leaves), tuple(names), tuple(theirs), full, deferrable)
        references.setdefault(table, []).append(reference)
    tables = [
        replace(
            Table(*row[:6], *(tuple(_mode(text) for text in found) for found in row[6:])),
            columns=tuple(columns.get(row[0], ())),
            checks=tuple(checks.get(row[0], ())),
            references=tuple(references.get(row[0], ())),
        )
        for row in database.rows(_query("tables"))
    ]
    types = (Type(*row[:6], *map(tuple, row[6:])) for row in database.rows(_query("types")))
    return Facts(tuple(_wanted(tables, excluded)), {t.oid: t for t in types})


def _wanted(tables: list[Table], excluded: frozenset[str]) -> list[Table]:
    known = {t.oid: t for t in tables}
    todo = [t.oid for t in tables if t.schema not in excluded]
    wanted = set(todo)
    while todo:
        table = known.get(todo.pop())
        new = {leaf for r in table.references for leaf in r.leaves} - wanted if table else set()
        wanted |= new
        todo += new
    return [t for t in tables if t.oid in wanted]


def _mode(text: str) -> tuple[str, str]:
    name, _, mode = text.rpartition(":")
    return name, mode


@cache
def _query(name: str) -> str:
    return files(__package__).joinpath(f"{name}.sql").read_text(encoding="utf-8")
