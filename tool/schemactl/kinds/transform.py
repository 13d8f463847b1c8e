"""Transforms between types and languages."""

from __future__ import annotations

from dataclasses import dataclass

from ..model import Catalog, Change, Fact, Verb


@dataclass(frozen=True, kw_only=True)
class Transform(Fact):
    KIND = "transform"
    CHEAP = True
    from_sql: str | None
    to_sql: str | None

    def create(self, goal: Catalog) -> Change:
        ways = (("from", self.from_sql), ("to", self.to_sql))
        body = ", ".join(f"{word} sql with function {name}" for word, name in ways if name)
        return Change.of(self.key, Verb.CREATE, f"create transform {self.identity} ({body})")

    def drop(self, start: Catalog, goal: Catalog) -> Change:
        return Change.of(self.key, Verb.DROP, f"drop transform {self.identity}")
