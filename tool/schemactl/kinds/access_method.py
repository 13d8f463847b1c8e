"""Access methods made by hand."""

from __future__ import annotations

from dataclasses import dataclass

from ..model import Catalog, Change, Fact, Verb


@dataclass(frozen=True, kw_only=True)
class AccessMethod(Fact):
    KIND = "access_method"
    HOLDS_DATA = True
    type: str
    handler: str

    def create(self, goal: Catalog) -> Change:
        kind = "table" if self.type == "t" else "index"
        return Change.of(self.key, Verb.CREATE, f"create access method {self.identity} type {kind} handler {self.handler}")

    def drop(self, start: Catalog, goal: Catalog) -> Change:
        return Change.of(self.key, Verb.DROP, f"drop access method {self.identity}")
