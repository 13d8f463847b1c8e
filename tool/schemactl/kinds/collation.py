"""Collations."""

from __future__ import annotations

from dataclasses import dataclass

from ..model import Catalog, Change, Fact, Verb
from .text import literal, renamed


@dataclass(frozen=True, kw_only=True)
class Collation(Fact):
    KIND = "collation"
    HOLDS_DATA = True
    provider: str
    locale: str | None
    lc_collate: str | None
    lc_ctype: str | None
    deterministic: bool
    rules: str | None

    def create(self, goal: Catalog) -> Change:
        parts = (
            f"provider = {self.provider}",
            f"locale = {literal(self.locale)}" if self.locale else "",
            f"locale = {literal(self.lc_collate)}" if not self.locale and self.lc_collate and self.lc_collate == self.lc_ctype else "",
            f"lc_collate = {literal(self.lc_collate)}" if not self.locale and self.lc_collate and self.lc_collate != self.lc_ctype else "",
            f"lc_ctype = {literal(self.lc_ctype)}" if not self.locale and self.lc_ctype and self.lc_collate != self.lc_ctype else "",
            "" if self.deterministic else "deterministic = false",
            f"rules = {literal(self.rules)}" if self.rules else "",
        )
        return Change.of(self.key, Verb.CREATE, f"create collation {self.identity} ({', '.join(p for p in parts if p)})")

    def drop(self, start: Catalog, goal: Catalog) -> Change:
        return Change.of(self.key, Verb.DROP, f"drop collation {self.identity}")

    def rename(self, goal: Collation) -> tuple[str, ...]:
        return renamed("collation", self.key, goal.key)
