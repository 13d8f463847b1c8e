"""Schemas."""

from __future__ import annotations

from dataclasses import dataclass

from ..model import Catalog, Change, Fact, Verb
from .text import renamed


@dataclass(frozen=True, kw_only=True)
class Schema(Fact):
    KIND = "schema"
    HOLDS_DATA = True
    TAKES_PARTS_ALONG = False

    def create(self, goal: Catalog) -> Change:
        return Change.of(self.key, Verb.CREATE, f"create schema {self.identity}")

    def drop(self, start: Catalog, goal: Catalog) -> Change:
        return Change.of(self.key, Verb.DROP, f"drop schema {self.identity}")

    def resembles(self, other: Schema, start: Catalog, goal: Catalog) -> bool:
        """At least half of what is in either is in the other under the same name."""
        mine, theirs = (
            {(f.KIND, f.key.path[1:]) for f in catalog.children.get(s.key, ()) if not f.SAID_OF}
            for catalog, s in ((start, self), (goal, other))
        )
        return bool(mine) and 2 * len(mine & theirs) >= max(len(mine), len(theirs))

    def rename(self, goal: Schema) -> tuple[str, ...]:
        return renamed("schema", self.key, goal.key)
