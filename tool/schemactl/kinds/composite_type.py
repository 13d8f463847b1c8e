"""Composite types; their attributes are facts of their own, added, altered and dropped in place."""

from __future__ import annotations

from dataclasses import dataclass

from ..model import Catalog, Change, Fact, Verb
from .view_column import ViewColumn


@dataclass(frozen=True, kw_only=True)
class CompositeType(Fact):
    KIND = "composite_type"
    HOLDS_DATA = True

    def create(self, goal: Catalog) -> Change:
        attributes = sorted(goal.of(self.key, ViewColumn), key=lambda a: a.position)
        body = ",\n    ".join(a.clause() for a in attributes)
        text = f"create type {self.identity} as (\n    {body}\n)" if body else f"create type {self.identity} as ()"
        return Change.of(self.key, Verb.CREATE, text, covers=[a.key for a in attributes])

    def drop(self, start: Catalog, goal: Catalog) -> Change:
        return Change.of(self.key, Verb.DROP, f"drop type {self.identity}")
