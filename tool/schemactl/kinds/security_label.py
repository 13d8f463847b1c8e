"""Security labels."""

from __future__ import annotations

from dataclasses import dataclass

from ..model import Catalog, Change, Fact, Verb
from .text import literal


@dataclass(frozen=True, kw_only=True)
class SecurityLabel(Fact):
    KIND = "security_label"
    SAID_OF = True
    CHEAP = True
    provider: str
    object_type: str
    object: str
    label: str

    def create(self, goal: Catalog) -> Change:
        return Change.of(self.key, Verb.CREATE, self._label(literal(self.label)))

    def drop(self, start: Catalog, goal: Catalog) -> Change:
        return Change.of(self.key, Verb.DROP, self._label("null"))

    def alter(self, goal: SecurityLabel, start: Catalog, target: Catalog) -> Change:
        return Change.of(self.key, Verb.ALTER, goal._label(literal(goal.label)))

    def _label(self, value: str) -> str:
        return f"security label for {self.provider} on {self.object_type} {self.object} is {value}"
