"""Schemas."""

from __future__ import annotations

from dataclasses import dataclass

from ..model import Catalog, Change, Fact, Verb


@dataclass(frozen=True, kw_only=True)
class Schema(Fact):
    KIND = "schema"
    HOLDS_DATA = True
    TAKES_PARTS_ALONG = False

    def create(self, goal: Catalog) -> Change:
        return Change.of(self.key, Verb.CREATE, f"create schema {self.identity}")

    def drop(self, start: Catalog, goal: Catalog) -> Change:
        return Change.of(self.key, Verb.DROP, f"drop schema {self.identity}")
