"""Text search templates."""

from __future__ import annotations

from dataclasses import dataclass

from ..model import Catalog, Change, Fact, Verb
from .text import renamed


@dataclass(frozen=True, kw_only=True)
class TextSearchTemplate(Fact):
    KIND = "text_search_template"
    CHEAP = True
    init: str | None
    lexize: str

    def create(self, goal: Catalog) -> Change:
        init = f"init = {self.init}, " if self.init else ""
        return Change.of(self.key, Verb.CREATE, f"create text search template {self.identity} ({init}lexize = {self.lexize})")

    def drop(self, start: Catalog, goal: Catalog) -> Change:
        return Change.of(self.key, Verb.DROP, f"drop text search template {self.identity}")

    def rename(self, goal: TextSearchTemplate) -> tuple[str, ...]:
        return renamed("text search template", self.key, goal.key)
