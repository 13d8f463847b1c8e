"""Range types with their multirange."""

from __future__ import annotations

from dataclasses import dataclass

from ..model import Catalog, Change, Fact, Verb
from .retype import taken_over
from .text import renamed


@dataclass(frozen=True, kw_only=True)
class RangeType(Fact):
    KIND = "range_type"
    HOLDS_DATA = True

    subtype: str
    subtype_opclass: str | None
    collation: str | None
    canonical: str | None
    subtype_diff: str | None
    multirange: str | None

    def create(self, goal: Catalog) -> Change:
        names = ("subtype", "subtype_opclass", "collation", "canonical", "subtype_diff")
        given = [(n, getattr(self, n)) for n in names] + [("multirange_type_name", self.multirange)]
        options = ", ".join(f"{name} = {value}" for name, value in given if value)
        return Change.of(self.key, Verb.CREATE, f"create type {self.identity} as range ({options})")

    def drop(self, start: Catalog, goal: Catalog) -> Change:
        return Change.of(self.key, Verb.DROP, f"drop type {self.identity}")

    def rename(self, goal: RangeType) -> tuple[str, ...]:
        return renamed("type", self.key, goal.key)

    def alter(self, goal: RangeType, start: Catalog, target: Catalog) -> Change:
        return taken_over(self, target, start)
