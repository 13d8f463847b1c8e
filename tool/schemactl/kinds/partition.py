"""A table's place in a partitioned table: attached and detached, so that its rows stay."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..model import Catalog, Change, Fact, Key, RowCheck, Verb
from .offending import HASH, Rows

if TYPE_CHECKING:
    from .column import Column


@dataclass(frozen=True, kw_only=True)
class Partition(Fact):
    KIND = "partition"
    MADE_BY_USE = True

    of_table: str
    of_address: Key | None
    bound: str
    constraint: str | None = field(compare=False)

    def create(self, goal: Catalog) -> Change:
        return Change.of(self.key, Verb.CREATE, self.attached())

    def create_from(self, start: Catalog, goal: Catalog) -> Change:
        from .regroup import beside_default

        return Change.of(self.key, Verb.CREATE, beside_default(self, start, goal, [self.attached()]))

    def drop(self, start: Catalog, goal: Catalog) -> Change:
        return Change.of(self.key, Verb.DROP, self.detached())

    def alter(self, goal: Partition, start: Catalog, target: Catalog) -> Change:
        from .regroup import beside_default, regrouped

        regroup = regrouped(self.parent, start, target) if self.parent and self.of_table == goal.of_table else None
        again = [self.detached(), *beside_default(goal, start, target, [goal.attached()])]
        # another parent with other columns takes it once it has them, too
        alone = [self.detached()] if self.of_table != goal.of_table else ()
        return regroup or Change.of(self.key, Verb.ALTER, again, alone)

    def row_checks(self, before: Partition | None, start: Catalog, goal: Catalog) -> tuple[RowCheck, ...]:
        """Rows outside the bound, where no other partition takes them; those of a default partition move to where they belong."""
        if not self.parent or self.parent not in start or (before and (before.bound, before.of_table) == (self.bound, self.of_table)):
            return ()
        is_regrouped = before is not None and before.of_table == self.of_table
        siblings = partitions_of(goal, self.of_address) if is_regrouped and self.of_address else (self,)
        bounds = [p.constraint for p in siblings if p.constraint and HASH not in p.constraint]
        if len(bounds) < len(siblings) or (is_regrouped and any(p.bound == "DEFAULT" for p in siblings)):
            return ()
        from .column import Column

        source = Rows(start, goal).of(self.parent, [c.key for c in goal.of(self.parent, Column)])
        query = f"select count(*) from {source} where {' and '.join(f'not {bound}' for bound in bounds)}"
        return (RowCheck(self.key, "outside its bound", query),) if source else ()

    def parent_columns(self, catalog: Catalog) -> tuple[Column, ...]:
        """The columns of the partitioned table, in order."""
        from .column import Column

        columns = catalog.of(self.of_address, Column) if self.of_address else ()
        return tuple(sorted(columns, key=lambda c: c.position))

    def attached(self) -> str:
        """The statement that makes the table a partition."""
        return f"alter table {self.of_table} attach partition {self.identity} {self.bound}"

    def detached(self) -> str:
        """The statement that makes it a table of its own."""
        return f"alter table {self.of_table} detach partition {self.identity}"


def partitions_of(catalog: Catalog, table: Key) -> tuple[Partition, ...]:
    """The partitions of a table, by name."""
    found = (p for key in sorted(catalog.dependents.get(table, ())) for p in catalog.of(key, Partition))
    return tuple(p for p in found if p.of_address == table)


def partitions_below(catalog: Catalog, table: Key) -> tuple[Partition, ...]:
    """The partitions of a table and theirs, each after the one that it is part of."""
    out = list(partitions_of(catalog, table))
    for partition in out:
        out += partitions_of(catalog, partition.parent) if partition.parent else ()
    return tuple(out)
