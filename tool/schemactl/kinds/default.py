"""Column defaults."""

from __future__ import annotations

from dataclasses import dataclass

from ..model import Catalog, Change, Fact, Key, Verb


@dataclass(frozen=True, kw_only=True)
class Default(Fact):
    KIND = "default"
    CHEAP = True

    table: str
    column: str
    expression: str

    def create(self, goal: Catalog) -> Change:
        return Change.of(self.key, Verb.CREATE, f"{self._alter()} set default {self.expression}")

    def drop(self, start: Catalog, goal: Catalog) -> Change:
        return Change.of(self.key, Verb.DROP, f"{self._alter()} drop default")

    def alter(self, goal: Default, start: Catalog, target: Catalog) -> Change:
        return Change.of(self.key, Verb.ALTER, f"{self._alter()} set default {goal.expression}")

    def leaders(self, catalog: Catalog) -> tuple[Key, ...]:
        from .column import Column, parents_columns

        column = catalog.get(self.parent) if self.parent else None
        if not isinstance(column, Column):
            return ()
        # a column that changes its type may take its default along
        return (column.key, *(Key(self.KIND, k.identity) for k in parents_columns(column, catalog)))

    def _alter(self) -> str:
        return f"alter table {self.table} alter column {self.column}"
