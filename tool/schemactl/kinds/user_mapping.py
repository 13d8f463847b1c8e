"""User mappings; what looks like a secret is compared by its presence only."""

from __future__ import annotations

from dataclasses import dataclass

from ..model import Catalog, Change, Fact, Verb
from .text import fdw_option_changes, fdw_options


@dataclass(frozen=True, kw_only=True)
class UserMapping(Fact):
    KIND = "user_mapping"
    CHEAP = True
    options: tuple[str, ...] | None

    def create(self, goal: Catalog) -> Change:
        return Change.of(self.key, Verb.CREATE, f"create user mapping for {self.identity}{fdw_options(self.options)}")

    def drop(self, start: Catalog, goal: Catalog) -> Change:
        return Change.of(self.key, Verb.DROP, f"drop user mapping for {self.identity}")

    def alter(self, goal: UserMapping, start: Catalog, target: Catalog) -> Change:
        return Change.of(self.key, Verb.ALTER, f"alter user mapping for {self.identity}{fdw_option_changes(self.options, goal.options)}")
