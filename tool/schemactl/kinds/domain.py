"""Domains; their checks are constraints of their own."""

from __future__ import annotations

from dataclasses import dataclass

from ..model import Catalog, Change, Fact, Verb
from .constraint import Constraint


@dataclass(frozen=True, kw_only=True)
class Domain(Fact):
    KIND = "domain"
    HOLDS_DATA = True

    type: str
    collation: str | None
    default: str | None
    not_null: bool

    def create(self, goal: Catalog) -> Change:
        checks = [c for c in goal.of(self.key, Constraint) if c.validated]
        parts = [
            f"create domain {self.identity} as {self.type}",
            f"collate {self.collation}" if self.collation else "",
            f"default {self.default}" if self.default else "",
            "not null" if self.not_null else "",
            *(f"\n    {c.clause()}" for c in checks),
        ]
        return Change.of(self.key, Verb.CREATE, " ".join(p for p in parts if p), covers=[c.key for c in checks])

    def drop(self, start: Catalog, goal: Catalog) -> Change:
        return Change.of(self.key, Verb.DROP, f"drop domain {self.identity}")

    def alter(self, goal: Domain, start: Catalog, target: Catalog) -> Change | None:
        if (self.type, self.collation) != (goal.type, goal.collation):
            return None
        head, statements = f"alter domain {self.identity}", []
        if self.default != goal.default:
            statements.append(f"{head} set default {goal.default}" if goal.default else f"{head} drop default")
        if self.not_null != goal.not_null:
            statements.append(f"{head} {'set' if goal.not_null else 'drop'} not null")
        return Change.of(self.key, Verb.ALTER, statements)
