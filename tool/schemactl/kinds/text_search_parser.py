"""Text search parsers."""

from __future__ import annotations

from dataclasses import dataclass

from ..model import Catalog, Change, Fact, Verb
from .text import renamed


@dataclass(frozen=True, kw_only=True)
class TextSearchParser(Fact):
    KIND = "text_search_parser"
    CHEAP = True
    start: str
    gettoken: str
    end: str
    lextypes: str
    headline: str | None

    def create(self, goal: Catalog) -> Change:
        names = ("start", "gettoken", "end", "lextypes", "headline")
        options = ", ".join(f"{n} = {getattr(self, n)}" for n in names if getattr(self, n))
        return Change.of(self.key, Verb.CREATE, f"create text search parser {self.identity} ({options})")

    def drop(self, start: Catalog, goal: Catalog) -> Change:
        return Change.of(self.key, Verb.DROP, f"drop text search parser {self.identity}")

    def rename(self, goal: TextSearchParser) -> tuple[str, ...]:
        return renamed("text search parser", self.key, goal.key)
