"""Triggers of tables and views, with the state that says when they fire."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ..model import Catalog, Change, Fact, Verb

ENABLED = {"O": "enable", "D": "disable", "R": "enable replica", "A": "enable always"}


@dataclass(frozen=True, kw_only=True)
class Trigger(Fact):
    KIND = "trigger"
    CHEAP = True

    name: str
    relation: str
    definition: str
    is_constraint: bool
    enabled: str

    def create(self, goal: Catalog) -> Change:
        return Change.of(self.key, Verb.CREATE, [self.definition, *self._state("O")])

    def drop(self, start: Catalog, goal: Catalog) -> Change:
        return Change.of(self.key, Verb.DROP, f"drop trigger {self.identity}")

    def alter(self, goal: Trigger, start: Catalog, target: Catalog) -> Change | None:
        state = goal._state(self.enabled)
        if replace(self, enabled=goal.enabled) == goal:
            return Change.of(self.key, Verb.ALTER, state)
        if self.is_constraint or goal.is_constraint:
            return None
        replaced = goal.definition.replace("CREATE TRIGGER", "create or replace trigger", 1)
        return Change.of(self.key, Verb.ALTER, [replaced, *state])

    def _state(self, before: str) -> list[str]:
        if self.enabled == before:
            return []
        return [f"alter table {self.relation} {ENABLED[self.enabled]} trigger {self.name}"]
