"""Conditions on rows that are not there yet: PostgreSQL says which of them each row fails."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ...adapters.database import Database
from ...adapters.sql import quote_literal
from ...errors import DatabaseError
from .domains import Row
from .facts import Check, Table

NUMBER = "schemactl_row"


def conditions(table: Table) -> tuple[Check, ...]:
    """The table's checks, its bound as a partition, and that generated columns can be computed, each with the columns that a row gives."""
    bound = (Check(table.bound, _named(table, table.bound)),) if table.bound else ()
    computed = (
        Check(f"{c.name} is not null{' or true' if c.nullable else ''}", (c.name,), c.generated) for c in table.columns if c.generated
    )
    return tuple(replace(c, columns=_given(table, c.columns)) for c in (*table.checks, *bound, *computed))


def _named(table: Table, expression: str) -> tuple[str, ...]:
    return tuple(c.name for c in table.columns if re.search(rf"(?<![\w\".]){re.escape(c.name)}(?![\w\"])", expression))


def _given(table: Table, columns: tuple[str, ...]) -> tuple[str, ...]:
    """A generated column stands for those that it is computed from."""
    out: list[str] = []
    for name in columns:
        generated = table.column(name).generated
        out += _named(table, generated) if generated else [name]
    return tuple(dict.fromkeys(out))


@dataclass(frozen=True, slots=True)
class Asked:
    """One question about rows: the columns that take part, and the conditions."""

    database: Database
    table: Table
    checks: Sequence[Check]

    def failures(self, rows: Sequence[Row]) -> list[frozenset[int]]:
        """For each row the numbers of the conditions that it fails; one whose evaluation fails altogether fails them all."""
        if not self.checks or not rows:
            return [frozenset() for _ in rows]
        try:
            answers = {number: found for number, *found in self.database.rows(self._question(rows))}
        except DatabaseError:
            return self._failures_by_row(rows)
        return [frozenset(k for k, holds in enumerate(answers[n]) if not holds) for n in range(len(rows))]

    def _failures_by_row(self, rows: Sequence[Row]) -> list[frozenset[int]]:
        if len(rows) == 1:
            return [frozenset(range(len(self.checks)))]
        half = len(rows) // 2
        return [*self.failures(rows[:half]), *self.failures(rows[half:])]

    def _question(self, rows: Sequence[Row]) -> str:
        names = list(dict.fromkeys(name for check in self.checks for name in check.columns))
        typed = ", ".join(f"v.{name}::{self.table.column(name).type} as {name}" for name in names)
        lines = ", ".join(f"({', '.join([str(n), *(_literal(row.get(name)) for name in names)])})" for n, row in enumerate(rows))
        wanted = f"v.{NUMBER}, {typed}" if names else f"v.{NUMBER}"
        source = f"select {wanted} from (values {lines}) v({', '.join([NUMBER, *names])})"
        computed = [c for c in self.table.columns if c.generated and set(_given(self.table, (c.name,))) <= set(names)]
        if computed:
            source = f"select t.*, {', '.join(f'({c.generated})::{c.type} as {c.name}' for c in computed)} from ({source}) t"
        verdicts = ", ".join(f"({check.expression}) is not false" for check in self.checks)
        return f"select {NUMBER}, {verdicts} from ({source}) t"


def _literal(text: str | None) -> str:
    return "null" if text is None else quote_literal(text)
