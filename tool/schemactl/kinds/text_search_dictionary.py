"""Text search dictionaries."""

from __future__ import annotations

from dataclasses import dataclass

from ..model import Catalog, Change, Fact, Verb
from .text import renamed


@dataclass(frozen=True, kw_only=True)
class TextSearchDictionary(Fact):
    KIND = "text_search_dictionary"
    CHEAP = True
    template: str
    options: str | None

    def create(self, goal: Catalog) -> Change:
        options = f", {self.options}" if self.options else ""
        return Change.of(self.key, Verb.CREATE, f"create text search dictionary {self.identity} (template = {self.template}{options})")

    def drop(self, start: Catalog, goal: Catalog) -> Change:
        return Change.of(self.key, Verb.DROP, f"drop text search dictionary {self.identity}")

    def rename(self, goal: TextSearchDictionary) -> tuple[str, ...]:
        return renamed("text search dictionary", self.key, goal.key)
