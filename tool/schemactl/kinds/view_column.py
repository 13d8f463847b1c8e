"""Columns that a view or a composite type has: never made alone, but comments, grants and options hang on them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from ..model import Catalog, Change, Fact, Verb
from .column import STORAGE
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

    def alter(self, goal: ViewColumn, start: Catalog, target: Catalog) -> Change | None:
        if self.composite:
            collate = f" collate {goal.collation}" if goal.collation else ""
            return self._attribute(Verb.ALTER, f"alter attribute {self.name} type {goal.type}{collate}")
        return Change.of(self.key, Verb.ALTER, list(self._settings(goal)))

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
