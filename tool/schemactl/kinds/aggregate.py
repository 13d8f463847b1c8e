"""Aggregate functions."""

from __future__ import annotations

from dataclasses import dataclass

from ..model import Catalog, Change, Fact, Verb
from .text import renamed


@dataclass(frozen=True, kw_only=True)
class Aggregate(Fact):
    KIND = "aggregate"
    CHEAP = True
    signature: str
    clauses: tuple[str, ...]

    def create(self, goal: Catalog) -> Change:
        return Change.of(self.key, Verb.CREATE, self._create("create"))

    def drop(self, start: Catalog, goal: Catalog) -> Change:
        return Change.of(self.key, Verb.DROP, f"drop aggregate {self._plain()}")

    def rename(self, goal: Aggregate) -> tuple[str, ...]:
        return renamed("aggregate", self.key, goal.key)

    def alter(self, goal: Aggregate, start: Catalog, target: Catalog) -> Change:
        # the state or result type cannot be replaced
        again = [f"drop aggregate {self._plain()}", goal._create("create")]
        return Change.of(self.key, Verb.ALTER, goal._create("create or replace"), again)

    def _create(self, verb: str) -> str:
        body = ",\n    ".join(self.clauses)
        return f"{verb} aggregate {self.signature} (\n    {body}\n)"

    def _plain(self) -> str:
        return self.identity.replace("()", "(*)") if self.signature.endswith("(*)") else self.signature
