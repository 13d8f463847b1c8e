"""Composite types; their attributes are facts of their own, added, altered and dropped in place."""

from __future__ import annotations

from dataclasses import dataclass

from ..model import Catalog, Change, Fact, Verb
from .text import renamed
from .view_column import ViewColumn


@dataclass(frozen=True, kw_only=True)
class CompositeType(Fact):
    KIND = "composite_type"
    HOLDS_DATA = True

    def create(self, goal: Catalog) -> Change:
        return self._create(sorted(goal.of(self.key, ViewColumn), key=lambda a: a.position))

    def create_as_in(self, start: Catalog, goal: Catalog) -> Change:
        """With the attributes in the order of `start`, so that values are read back from their text."""
        attributes = sorted(start.of(self.key, ViewColumn), key=lambda a: a.position)
        wanted = [goal.get(a.key, a) for a in attributes]
        return self._create([a for a in wanted if isinstance(a, ViewColumn)])

    def _create(self, attributes: list[ViewColumn]) -> Change:
        body = ",\n    ".join(a.clause() for a in attributes)
        text = f"create type {self.identity} as (\n    {body}\n)" if body else f"create type {self.identity} as ()"
        return Change.of(self.key, Verb.CREATE, text, covers=[a.key for a in attributes])

    def drop(self, start: Catalog, goal: Catalog) -> Change:
        return Change.of(self.key, Verb.DROP, f"drop type {self.identity}")

    def rename(self, goal: CompositeType) -> tuple[str, ...]:
        return renamed("type", self.key, goal.key)
