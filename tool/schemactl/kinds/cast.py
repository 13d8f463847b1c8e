"""Casts."""

from __future__ import annotations

from dataclasses import dataclass

from ..model import Catalog, Change, Fact, Verb

CONTEXT = {"e": "", "a": " as assignment", "i": " as implicit"}


@dataclass(frozen=True, kw_only=True)
class Cast(Fact):
    KIND = "cast"
    CHEAP = True
    function: str | None
    method: str
    context: str

    def create(self, goal: Catalog) -> Change:
        way = f"with function {self.function}" if self.method == "f" else "with inout" if self.method == "i" else "without function"
        return Change.of(self.key, Verb.CREATE, f"create cast {self.identity} {way}{CONTEXT[self.context]}")

    def drop(self, start: Catalog, goal: Catalog) -> Change:
        return Change.of(self.key, Verb.DROP, f"drop cast {self.identity}")
