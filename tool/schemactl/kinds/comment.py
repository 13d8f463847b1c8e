"""Comments on objects of every kind."""

from __future__ import annotations

from dataclasses import dataclass

from ..model import Catalog, Change, Fact, Verb
from .text import literal, sql_name


@dataclass(frozen=True, kw_only=True)
class Comment(Fact):
    KIND = "comment"
    SAID_OF = True
    CHEAP = True

    object_type: str
    object: str
    text: str

    def create(self, goal: Catalog) -> Change:
        return Change.of(self.key, Verb.CREATE, self._comment(literal(self.text)))

    def drop(self, start: Catalog, goal: Catalog) -> Change:
        return Change.of(self.key, Verb.DROP, self._comment("null"))

    def alter(self, goal: Comment, start: Catalog, target: Catalog) -> Change:
        return Change.of(self.key, Verb.ALTER, goal._comment(literal(goal.text)))

    def _comment(self, value: str) -> str:
        name = self.object
        if self.object_type == "domain constraint":
            constraint, _, domain = name.partition(" on ")
            name = f"{constraint} on domain {domain}"
        return f"comment on {sql_name(self.object_type)} {name} is {value}"
