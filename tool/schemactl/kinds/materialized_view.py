"""Materialized views; another query means another view, whose indexes, grants and comments are put back.

Whether one holds rows is no part of the schema: a dump without rows says `with no data` of every one. A new one is filled.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from ..model import Catalog, Change, Fact, Verb
from .text import option_changes, renamed, with_options


@dataclass(frozen=True, kw_only=True)
class MaterializedView(Fact):
    KIND = "materialized_view"

    definition: str
    options: tuple[str, ...] | None
    access_method: str | None

    @property
    def effort(self) -> int:
        return 1

    def create(self, goal: Catalog) -> Change:
        columns = [f.key for f in goal.children.get(self.key, ()) if f.KIND == "view_column"]
        using = f" using {self.access_method}" if self.access_method not in (None, "heap") else ""
        head = f"create materialized view {self.identity}{using}{with_options(self.options)}"
        return Change.of(self.key, Verb.CREATE, f"{head} as\n{self.definition.strip()}", covers=columns)

    def drop(self, start: Catalog, goal: Catalog) -> Change:
        return Change.of(self.key, Verb.DROP, f"drop materialized view {self.identity}")

    def rename(self, goal: MaterializedView) -> tuple[str, ...]:
        return renamed("materialized view", self.key, goal.key)

    def alter(self, goal: MaterializedView, start: Catalog, target: Catalog) -> Change | None:
        head = f"alter materialized view {self.identity}"
        kept = replace(self, options=goal.options, access_method=goal.access_method)
        if kept != goal:
            return None
        statements = [f"{head} {c}" for c in option_changes(self.options, goal.options)]
        if self.access_method != goal.access_method:
            statements.append(f"{head} set access method {goal.access_method}")
        return Change.of(self.key, Verb.ALTER, statements)
