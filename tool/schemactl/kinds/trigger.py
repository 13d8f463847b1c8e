"""Triggers of tables and views, with the state that says when they fire."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from ..model import Catalog, Change, Fact, Key, Verb

ENABLED = {"O": "enable", "D": "disable", "R": "enable replica", "A": "enable always"}


@dataclass(frozen=True, kw_only=True)
class Trigger(Fact):
    KIND = "trigger"
    CHEAP = True

    name: str
    relation: str
    definition: str | None
    is_constraint: bool
    enabled: str
    parent_trigger: str | None
    parent_enabled: str | None = field(compare=False)
    runs_address: Key | None = field(compare=False)

    def create(self, goal: Catalog) -> Change:
        made = [self.definition] if self.definition else []
        return Change.of(self.key, Verb.CREATE, [*made, *self._state(self.parent_enabled or "O")])

    def drop(self, start: Catalog, goal: Catalog) -> Change:
        if self.parent_enabled:
            # the parent's trigger stays, and what it says counts again
            return Change.of(self.key, Verb.ALTER, replace(self, enabled=self.parent_enabled)._state(self.enabled))
        return Change.of(self.key, Verb.DROP, f"drop trigger {self.identity}")

    def rename(self, goal: Trigger) -> tuple[str, ...]:
        return (f"alter trigger {self.identity} rename to {goal.name}",)

    def alter(self, goal: Trigger, start: Catalog, target: Catalog) -> Change | None:
        state = goal._state(self.enabled)
        if replace(self, enabled=goal.enabled) == goal or not goal.definition:
            return Change.of(self.key, Verb.ALTER, state)
        if self.is_constraint or goal.is_constraint:
            return None
        replaced = goal.definition.replace("CREATE TRIGGER", "create or replace trigger", 1)
        return Change.of(self.key, Verb.ALTER, [replaced, *state])

    def leaders(self, catalog: Catalog) -> tuple[Key, ...]:
        return (Key(self.KIND, self.parent_trigger),) if self.parent_trigger else ()

    def _state(self, before: str) -> list[str]:
        if self.enabled == before:
            return []
        return [f"alter table {self.relation} {ENABLED[self.enabled]} trigger {self.name}"]
