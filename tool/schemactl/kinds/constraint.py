"""Constraints of tables and domains: primary, unique, check, foreign key, exclusion."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ..model import Catalog, Change, Fact, Verb


@dataclass(frozen=True, kw_only=True)
class Constraint(Fact):
    KIND = "constraint"

    on: str
    on_domain: bool
    name: str
    type: str
    definition: str
    validated: bool
    attached: bool
    inherited: bool
    local: bool

    @property
    def is_inlinable(self) -> bool:
        """Whether `create table` may carry it: one that is not validated says so only in ALTER TABLE."""
        return self.validated and not self.on_domain

    def clause(self) -> str:
        return f"constraint {self.name} {self.definition}"

    def create(self, goal: Catalog) -> Change | None:
        if self.attached or (self.inherited and not self.local):
            return None
        covers = [f.key for f in goal.children.get(self.key, ())] + [
            f.key for f in goal.values() if f.identity.startswith(f"{self.identity} of ")
        ]
        return Change.of(self.key, Verb.CREATE, self._add(), covers=covers)

    def drop(self, start: Catalog, goal: Catalog) -> Change | None:
        if self.attached or (self.inherited and not self.local) or self._is_taken_over(goal):
            return None
        return Change.of(self.key, Verb.DROP, f"{self._alter()} drop constraint {self.name}")

    def alter(self, goal: Constraint, start: Catalog, target: Catalog) -> Change | None:
        if replace(self, name=goal.name, validated=goal.validated) != goal or (self.validated and not goal.validated):
            return None
        statements = [f"{self._alter()} rename constraint {self.name} to {goal.name}"] if self.name != goal.name else []
        if goal.validated and not self.validated:
            statements.append(f"{self._alter()} validate constraint {goal.name}")
        return Change.of(self.key, Verb.ALTER, statements)

    def _is_taken_over(self, goal: Catalog) -> bool:
        """Whether the parent's constraint will have this one as its part: PostgreSQL attaches what fits."""
        found = goal.of(self.parent, Constraint) if self.parent else ()
        return any(c.attached and (c.name, c.definition) == (self.name, self.definition) for c in found)

    def _add(self) -> str:
        return f"{self._alter()} add {self.clause()}{'' if self.validated else ' not valid'}"

    def _alter(self) -> str:
        return f"alter {'domain' if self.on_domain else 'table'} {self.on}"
