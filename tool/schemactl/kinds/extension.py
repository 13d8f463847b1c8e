"""Installed extensions: schema and version."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from ..model import Catalog, Change, Fact, Verb
from .text import literal


@dataclass(frozen=True, kw_only=True)
class Extension(Fact):
    KIND = "extension"
    HOLDS_DATA = True  # its types may be those of columns

    schema: str
    version: str
    relocatable: bool = field(compare=False)

    def is_signed(self, excluded: Collection[str]) -> bool:
        return self.schema not in excluded and (self.schema != "pg_catalog" or not excluded)

    def create(self, goal: Catalog) -> Change:
        text = f"create extension {self.identity} with schema {self.schema}"
        # a version that the server lacks is worse than the one that it has
        return Change.of(self.key, Verb.CREATE, f"{text} version {literal(self.version)}", text)

    def drop(self, start: Catalog, goal: Catalog) -> Change:
        return Change.of(self.key, Verb.DROP, f"drop extension {self.identity}")

    def alter(self, goal: Extension, start: Catalog, target: Catalog) -> Change | None:
        # without an update path (a downgrade) only another installation helps, which needs everything that uses it out of the way
        again = [f"drop extension {self.identity}", *(s.sql for s in goal.create(target).forms[0])] if goal.version != self.version else []
        head, statements = f"alter extension {self.identity}", []
        if goal.schema != self.schema:
            if not self.relocatable:
                return None
            statements.append(f"{head} set schema {goal.schema}")
        if goal.version != self.version:
            statements.append(f"{head} update to {literal(goal.version)}")
        return Change.of(self.key, Verb.ALTER, statements, again)
