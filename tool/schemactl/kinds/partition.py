"""A table's place in a partitioned table: attached and detached, so that its rows stay."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..model import Catalog, Change, Fact, Key, Verb

if TYPE_CHECKING:
    from .column import Column


@dataclass(frozen=True, kw_only=True)
class Partition(Fact):
    KIND = "partition"

    of_table: str
    of_address: Key | None
    bound: str

    def create(self, goal: Catalog) -> Change:
        return Change.of(self.key, Verb.CREATE, self._attach())

    def drop(self, start: Catalog, goal: Catalog) -> Change:
        return Change.of(self.key, Verb.DROP, self._detach())

    def alter(self, goal: Partition, start: Catalog, target: Catalog) -> Change:
        return Change.of(self.key, Verb.ALTER, [self._detach(), goal._attach()])

    def parent_columns(self, catalog: Catalog) -> tuple[Column, ...]:
        """The columns of the partitioned table, in order."""
        from .column import Column

        columns = catalog.of(self.of_address, Column) if self.of_address else ()
        return tuple(sorted(columns, key=lambda c: c.position))

    def _attach(self) -> str:
        return f"alter table {self.of_table} attach partition {self.identity} {self.bound}"

    def _detach(self) -> str:
        return f"alter table {self.of_table} detach partition {self.identity}"
