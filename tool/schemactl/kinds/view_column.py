"""Columns that a view or a composite type has: never made alone, but comments, grants and options hang on them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from ..model import Catalog, Change, Fact, Verb
from .column import STORAGE
from .retype import taken_over
from .text import option_changes


@dataclass(frozen=True, kw_only=True)
class ViewColumn(Fact):
    KIND = "view_column"
    CHEAP = True

    materialized: bool
    composite: bool
    relation: str
    name: str
    position: int = field(compare=False)
    type: str
    collation: str | None
    storage: str | None
    type_storage: str = field(compare=False)
    statistics: int | None
    options: tuple[str, ...] | None

    def clause(self) -> str:
        return f"{self.name} {self.type}{f' collate {self.collation}' if self.collation else ''}"

    def create(self, goal: Catalog) -> Change | None:
        return self._attribute(Verb.CREATE, f"add attribute {self.clause()}") if self.composite else None

    def drop(self, start: Catalog, goal: Catalog) -> Change | None:
        return self._attribute(Verb.DROP, f"drop attribute {self.name}") if self.composite else None

    def rename(self, goal: ViewColumn) -> tuple[str, ...]:
        what, word = ("type", "attribute") if self.composite else ("materialized view" if self.materialized else "view", "column")
        return (f"alter {what} {self.relation} rename {word} {self.name} to {goal.name}{' cascade' * self.composite}",)

    def resembles(self, other: ViewColumn, start: Catalog, goal: Catalog) -> bool:
        """Attributes alone hold values."""
        return self.composite and self.parent == other.parent and self.type == other.type

    def alter(self, goal: ViewColumn, start: Catalog, target: Catalog) -> Change | None:
        if self.composite:
            return self._with_all_attributes(start, target)
        return Change.of(self.key, Verb.ALTER, list(self._settings(goal)))

    def _with_all_attributes(self, start: Catalog, target: Catalog) -> Change:
        """Every attribute of the type that differs, at once: where columns use the type, a new one takes its place.

        https://www.postgresql.org/docs/current/sql-altertype.html#id-1.9.3.42.7
        """
        whole = start[self.parent] if self.parent else self
        old, new = ({a.key for a in catalog.of(whole.key, ViewColumn)} for catalog in (start, target))
        if old != new:
            return Change.of(whole.key, Verb.ALTER)  # first those that come and go
        pairs = [(a, b) for a in start.of(whole.key, ViewColumn) if isinstance(b := target[a.key], ViewColumn) and a != b]
        changes = [f"alter type {a.relation} alter attribute {b._typed()}" for a, b in pairs]
        anew = taken_over(whole, target, start)
        forms = Change.of(whole.key, Verb.ALTER, changes, [f"{c} cascade" for c in changes]).forms
        return replace(anew, forms=(*forms, *anew.forms))

    def _typed(self) -> str:
        return f"{self.name} type {self.type}{f' collate {self.collation}' if self.collation else ''}"

    def _attribute(self, verb: Verb, clause: str) -> Change:
        # a typed table has its columns from the type
        change = f"alter type {self.relation} {clause}"
        return Change.of(self.key, verb, change, f"{change} cascade")

    def _settings(self, goal: ViewColumn) -> Iterable[str]:
        head = f"alter materialized view {self.relation} alter column {self.name}"
        if self.storage != goal.storage:
            yield f"{head} set storage {STORAGE[goal.storage or goal.type_storage]}"
        if self.statistics != goal.statistics:
            yield f"{head} set statistics {-1 if goal.statistics is None else goal.statistics}"
        yield from (f"{head} {change}" for change in option_changes(self.options, goal.options))
