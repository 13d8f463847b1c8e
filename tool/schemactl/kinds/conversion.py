"""Encoding conversions."""

from __future__ import annotations

from dataclasses import dataclass

from ..model import Catalog, Change, Fact, Verb
from .text import literal, renamed


@dataclass(frozen=True, kw_only=True)
class Conversion(Fact):
    KIND = "conversion"
    CHEAP = True
    source: str
    target: str
    function: str
    is_default: bool

    def create(self, goal: Catalog) -> Change:
        default = "default " if self.is_default else ""
        text = f"create {default}conversion {self.identity} for {literal(self.source)} to {literal(self.target)} from {self.function}"
        return Change.of(self.key, Verb.CREATE, text)

    def drop(self, start: Catalog, goal: Catalog) -> Change:
        return Change.of(self.key, Verb.DROP, f"drop conversion {self.identity}")

    def rename(self, goal: Conversion) -> tuple[str, ...]:
        return renamed("conversion", self.key, goal.key)
