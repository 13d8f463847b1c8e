"""Which column owns a sequence (`owned by`), apart from the sequence: the column's default needs the sequence first."""

from __future__ import annotations

from dataclasses import dataclass

from ..model import Catalog, Change, Fact, Key, Verb
from .owner import Owner


@dataclass(frozen=True, kw_only=True)
class SequenceOwner(Fact):
    KIND = "sequence_owner"

    column: str
    column_address: Key | None

    def create(self, goal: Catalog) -> Change:
        return Change.of(self.key, Verb.CREATE, self.owned_by(self.column), self._given_away(goal))

    def drop(self, start: Catalog, goal: Catalog) -> Change:
        return Change.of(self.key, Verb.DROP, self.owned_by("none"))

    def alter(self, goal: SequenceOwner, start: Catalog, target: Catalog) -> Change:
        return Change.of(self.key, Verb.ALTER, self.owned_by(goal.column), goal._given_away(target))

    def _given_away(self, goal: Catalog) -> tuple[str, ...]:
        """The sequence needs the table's owner: https://www.postgresql.org/docs/current/sql-altersequence.html"""
        column = goal.get(self.column_address) if self.column_address else None
        owner = next(iter(goal.of(column.parent, Owner)), None) if column and column.parent else None
        return (f"alter sequence {self.identity} owner to {owner.role}", self.owned_by(self.column)) if owner else ()

    def owned_by(self, column: str) -> str:
        """The statement that gives the sequence to a column, or to `none`."""
        return f"alter sequence {self.identity} owned by {column}"
