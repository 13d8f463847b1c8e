"""Collations."""

from __future__ import annotations

from dataclasses import dataclass

from ..model import Catalog, Change, Fact, Verb
from .column import Column
from .text import aside, literal, renamed


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

    def alter(self, goal: Collation, start: Catalog, target: Catalog) -> Change:
        """No ALTER changes what it means: a new one takes its place under the columns, whose indexes PostgreSQL builds again."""
        columns = [
            f"alter table {c.table} alter column {c.name} type {c.type} collate {self.identity}"
            for c in start.values()
            if isinstance(c, Column) and c.collation == self.identity and (c.local or not c.inherited) and not c.generated
        ]
        again = [s.sql for s in goal.create(target).forms[0]]
        if not columns:
            return Change.of(self.key, Verb.ALTER, [f"drop collation {self.identity}", *again])
        old = aside(self.identity)
        there = self.key.called((*self.key.path[:-1], old)).identity
        return Change.of(
            self.key, Verb.ALTER, [f"alter collation {self.identity} rename to {old}", *again, *columns, f"drop collation {there}"]
        )

    def rename(self, goal: Collation) -> tuple[str, ...]:
        return renamed("collation", self.key, goal.key)
