"""Extended statistics objects."""

from __future__ import annotations

from dataclasses import dataclass

from ..model import Catalog, Change, Fact, Verb
from .text import renamed


@dataclass(frozen=True, kw_only=True)
class Statistics(Fact):
    KIND = "statistics"
    definition: str
    target: int | None

    def create(self, goal: Catalog) -> Change:
        return Change.of(self.key, Verb.CREATE, [self.definition, *self._target(None)])

    def drop(self, start: Catalog, goal: Catalog) -> Change:
        return Change.of(self.key, Verb.DROP, f"drop statistics {self.identity}")

    def rename(self, goal: Statistics) -> tuple[str, ...]:
        return renamed("statistics", self.key, goal.key)

    def alter(self, goal: Statistics, start: Catalog, target: Catalog) -> Change | None:
        return Change.of(self.key, Verb.ALTER, goal._target(self.target)) if self.definition == goal.definition else None

    def _target(self, before: int | None) -> list[str]:
        if self.target == before:
            return []
        return [f"alter statistics {self.identity} set statistics {-1 if self.target is None else self.target}"]
