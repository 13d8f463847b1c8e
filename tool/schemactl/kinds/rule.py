"""Rewrite rules."""

from __future__ import annotations

from dataclasses import dataclass

from ..model import Catalog, Change, Fact, Verb
from .trigger import ENABLED


@dataclass(frozen=True, kw_only=True)
class Rule(Fact):
    KIND = "rule"
    CHEAP = True
    name: str
    relation: str
    definition: str
    enabled: str

    def create(self, goal: Catalog) -> Change:
        return Change.of(self.key, Verb.CREATE, [self.definition, *self._state("O")])

    def drop(self, start: Catalog, goal: Catalog) -> Change:
        return Change.of(self.key, Verb.DROP, f"drop rule {self.identity}")

    def rename(self, goal: Rule) -> tuple[str, ...]:
        return (f"alter rule {self.identity} rename to {goal.name}",)

    def alter(self, goal: Rule, start: Catalog, target: Catalog) -> Change:
        replaced = [goal.definition.replace("CREATE RULE", "create or replace rule", 1)] if self.definition != goal.definition else []
        return Change.of(self.key, Verb.ALTER, [*replaced, *goal._state(self.enabled)])

    def _state(self, before: str) -> list[str]:
        if self.enabled == before:
            return []
        return [f"alter table {self.relation} {ENABLED[self.enabled]} rule {self.name}"]
