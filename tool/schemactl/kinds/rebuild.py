"""A table made anew with its rows, for what no ALTER can do: between plain and partitioned, to another partition key.

The old table is set aside under another name, the new one is made with its partitions and filled, the old one is dropped.
What hangs on the table (constraints, indexes, policies …) is put back afterwards from the goal's facts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from ..adapters.sql import quote_ident
from ..model import Catalog, Change, Key, Verb
from .column import Column
from .partition import Partition, partitions_below
from .rows import copied
from .sequence import Sequence
from .sequence_owner import SequenceOwner
from .text import literal, name_of

if TYPE_CHECKING:
    from .table import Table

NAME_BYTES = 63
NAMESPACE = ("table", "foreign_table", "view", "materialized_view", "sequence", "index")


def refilled(before: Table, after: Table, start: Catalog, goal: Catalog, recast: frozenset[str]) -> tuple[list[str], frozenset[Key]]:
    """The statements that do so while the types `recast` are others under the same name, and the keys that they touch."""
    work = _Rebuild(before, after, start, goal, "::text", recast)
    return list(work.statements()), frozenset(work.covers())


def rebuilt(before: Table, after: Table, start: Catalog, goal: Catalog) -> Change:
    """The change that replaces the table and all partitions below it, and moves the rows."""
    work = _Rebuild(before, after, start, goal)
    forms = (list(w.statements()) for w in (work, replace(work, through="::text")))
    return Change.of(before.key, Verb.ALTER, *dict.fromkeys(map(tuple, forms)), covers=work.covers())


@dataclass(frozen=True)
class _Rebuild:
    before: Table
    after: Table
    start: Catalog
    goal: Catalog
    through: str = ""
    """What values of another type are cast to first."""
    recast: frozenset[str] = frozenset()
    """Types that are others under the same name."""

    @cached_property
    def old(self) -> tuple[Partition, ...]:
        return partitions_below(self.start, self.before.key)

    @cached_property
    def new(self) -> tuple[Partition, ...]:
        return partitions_below(self.goal, self.after.key)

    @cached_property
    def leaving(self) -> tuple[Partition, ...]:
        """Partitions that go on elsewhere, with their rows."""
        new = {p.parent for p in self.new}
        return tuple(p for p in self.old if p.parent in self.goal and p.parent not in new)

    @cached_property
    def joining(self) -> tuple[Partition, ...]:
        """Tables that exist already and become partitions here, with their rows."""
        old = {p.parent for p in self.old}
        there = [p for p in self.new if p.parent in self.start and p.parent not in old]
        return tuple(p for p in there if p.parent and self._key_of(self.start, p.parent) == self._key_of(self.goal, p.parent))

    @cached_property
    def children(self) -> tuple[Table, ...]:
        """Tables that inherit from the old one."""
        found = [self.start[k] for k in sorted(self.start.dependents.get(self.before.key, ()))]
        return tuple(t for t in found if self.before.identity in (getattr(t, "inherits", None) or ()))  # type: ignore[misc]

    def statements(self) -> Iterator[str]:
        aside = self._aside(self.before.identity)
        yield from self._freed()
        yield from self._set_aside(aside)
        yield from self._created()
        if self.before.force_row_security:
            # a policy would hide rows from the owner
            yield f"alter table {aside} no force row level security"
        columns = self._columns(self.start, self.before), self._columns(self.goal, self.after)
        yield from copied(*columns, aside, self.after.identity, self.through, self.recast)
        yield from self._counters()
        yield from self._owners()
        yield from (f"drop table {c.identity}" for c in self.children if c.key not in self.goal)
        yield f"drop table {aside}"
        yield from self._joined()

    def covers(self) -> Iterable[Key]:
        """Everything of the tables that go or are made: looked at again in the next round."""
        stay = {p.parent for p in (*self.leaving, *self.joining)}
        gone = [c.key for c in self.children if c.key not in self.goal]
        old = {self.before.key, *gone, *(p.parent for p in self.old if p.parent)} - stay
        new = {self.after.key, *(p.parent for p in self.new if p.parent)} - stay
        keys = self.start.inside(k for k in old if k) | self.goal.inside(k for k in new if k)
        keys |= {p.key for p in (*self.old, *self.new)} | {o.key for o, _ in self._owned()}
        return keys - {self.before.key}

    def _freed(self) -> Iterator[str]:
        own = self.start.of(self.before.key, Partition)
        yield from (p.detached() for p in (*own, *self.leaving) if p.of_address not in {q.parent for q in self.leaving})
        for partition in self.joining:
            table = self.start[partition.parent] if partition.parent else None
            yield from (f"alter table {partition.identity} no inherit {p}" for p in getattr(table, "inherits", None) or ())
            yield from (p.detached() for p in self.start.of(partition.parent, Partition)) if partition.parent else ()
        joining = {p.parent for p in self.joining}
        stay = [c for c in self.children if c.key in self.goal and c.key not in joining]
        yield from (f"alter table {c.identity} no inherit {self.before.identity}" for c in stay)

    def _set_aside(self, aside: str) -> Iterator[str]:
        yield f"alter table {self.before.identity} rename to {name_of(aside)}"
        new = {p.parent for p in self.new}
        for partition in self.old:
            if partition.parent in new:
                yield f"alter table {partition.identity} rename to {name_of(self._aside(partition.identity))}"
        for _, sequence in self._sequences():
            yield f"alter sequence {sequence.name} rename to {name_of(self._aside(sequence.name))}"

    def _created(self) -> Iterator[str]:
        yield self.after.bare(self.goal)
        joining = {p.parent for p in self.joining}
        for partition in self.new:
            if partition.parent in joining:
                yield partition.attached()
            elif partition.parent and partition.parent.kind == self.after.KIND:
                table: Table = self.goal[partition.parent]  # type: ignore[assignment]
                yield from table.as_partition(partition, self.goal)

    def _counters(self) -> Iterator[str]:
        for column, old in self._sequences():
            target = self.goal.get(Key(Column.KIND, f"{self.after.identity}.{column.name}"))
            for new in self.goal.of(target.key, Sequence) if target else ():
                yield f"select setval({literal(new.name)}, last_value, is_called) from {self._aside(old.name)}"

    def _owners(self) -> Iterator[str]:
        for owner, wanted in self._owned():
            if wanted or owner.parent in self.goal:
                yield owner.owned_by(wanted.column if wanted else "none")

    def _joined(self) -> Iterator[str]:
        for partition in self.goal.of(self.after.key, Partition):
            if partition.of_address and self._key_of(self.start, partition.of_address):
                yield partition.attached()
        for child in self.children:
            if self.after.identity in (getattr(self.goal.get(child.key), "inherits", None) or ()):
                yield f"alter table {child.identity} inherit {self.after.identity}"

    def _sequences(self) -> Iterator[tuple[Column, Sequence]]:
        """The sequences that count for the old table's columns and go with them."""
        for column in self._columns(self.start, self.before):
            yield from ((column, s) for s in self.start.of(column.key, Sequence))
            for key in sorted(self.start.dependents.get(column.key, ())):
                owned = self.start[key]
                if isinstance(owned, Sequence) and not owned.is_identity and key not in self.goal:
                    yield column, owned

    def _owned(self) -> Iterator[tuple[SequenceOwner, SequenceOwner | None]]:
        """What the old table's columns own, with what the goal says of it if that is the new table's."""
        new = {self.after.key, *(p.parent for p in self.new)}
        for column in self._columns(self.start, self.before):
            for key in sorted(self.start.dependents.get(column.key, ())):
                for owner in self.start.of(key, SequenceOwner):
                    wanted = self.goal.get(owner.key)
                    column_key = wanted.column_address if isinstance(wanted, SequenceOwner) else None
                    table = self.goal[column_key].parent if column_key in self.goal else None  # type: ignore[index]
                    yield owner, wanted if table in new else None  # type: ignore[misc]

    @staticmethod
    def _columns(catalog: Catalog, table: Table) -> list[Column]:
        return sorted(catalog.of(table.key, Column), key=lambda c: c.position)

    @staticmethod
    def _key_of(catalog: Catalog, table: Key) -> str | None:
        return getattr(catalog.get(table), "partition_key", None)

    def _aside(self, identity: str) -> str:
        """A name that neither side uses: `public.orders` → `public.orders_old`."""
        name = name_of(identity)
        schema = identity.removesuffix(f".{name}")
        plain = name[1:-1].replace('""', '"') if name.startswith('"') else name
        tail = "_old"
        while True:
            cut = plain.encode()[: NAME_BYTES - len(tail)].decode(errors="ignore")
            found = f"{schema}.{quote_ident(cut + tail)}"
            if not any(Key(kind, found) in catalog for kind in NAMESPACE for catalog in (self.start, self.goal)):
                return found
            tail += "_"
