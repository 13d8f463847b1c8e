"""Who owns an object."""

from __future__ import annotations

from dataclasses import dataclass

from ..model import Catalog, Change, Fact, Verb
from .text import sql_name


@dataclass(frozen=True, kw_only=True)
class Owner(Fact):
    KIND = "owner"
    SAID_OF = True
    CHEAP = True

    object_type: str
    object: str
    role: str

    def create(self, goal: Catalog) -> None:
        """Nothing: an object has an owner from the start; another one is an alteration, found in the next round."""

    def drop(self, start: Catalog, goal: Catalog) -> None:
        """Nothing: the owner goes with the object."""

    def alter(self, goal: Owner, start: Catalog, target: Catalog) -> Change:
        return Change.of(self.key, Verb.ALTER, f"alter {sql_name(self.object_type)} {self.object} owner to {goal.role}")
