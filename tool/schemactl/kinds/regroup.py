"""Partitions of one table that give way to one another: bounds that change, partitions split, merged, or emptied into the default one.

Rows go where the goal has a place for them. A partition whose rows no other one would take is dropped with them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from ..model import Catalog, Change, Key, Verb
from .bounds import DEFAULT, is_hash, overlap, within
from .column import Column
from .constraint import Constraint
from .partition import Partition, partitions_below, partitions_of
from .rows import copied, moved
from .trigger import Trigger

Pair = tuple[Partition, Partition]


def regrouped(table: Key, start: Catalog, goal: Catalog) -> Change | None:
    """The change that makes a new grouping of the partitions among which this one is; None where its rows have no other place."""
    own = next(iter(start.of(table, Partition)), None)
    before, after = (c.get(own.of_address) if own and own.of_address else None for c in (start, goal))
    if own is None or before is None or not _key(before) or _key(before) != _key(after):
        return None
    work = _Regroup(before.key, start, goal)
    if own not in (*work.emptied, *(a for a, _ in work.changed)):
        return None
    if is_hash(own.bound):
        anew: Change = before.anew(after, start, goal)  # type: ignore[attr-defined]
        return anew
    return work.change()


def beside_default(partition: Partition, start: Catalog, goal: Catalog, statements: Sequence[str]) -> list[str]:
    """What makes or attaches a partition, with the rows that a default partition has for it moved there."""
    parent = partition.of_address
    default = _default(parent, start, goal) if parent else None
    if default is None or parent is None or partition.bound == DEFAULT:
        return list(statements)
    work = _Regroup(parent, start, goal)
    return work.unreferenced([default.detached(), *statements, *work.quietly(work.taken_from(default, [partition])), default.attached()])


def _key(table: object) -> str | None:
    return getattr(table, "partition_key", None)


def _default(parent: Key, start: Catalog, goal: Catalog) -> Partition | None:
    """The default partition, where it stays one."""
    return next((p for p in partitions_of(start, parent) if p.bound == DEFAULT and goal.get(p.key) == p), None)


@dataclass(frozen=True)
class _Regroup:
    parent: Key
    start: Catalog
    goal: Catalog

    @cached_property
    def changed(self) -> list[Pair]:
        after = {p.parent: p for p in partitions_of(self.goal, self.parent)}
        pairs = [(p, after[p.parent]) for p in partitions_of(self.start, self.parent) if p.parent in after]
        return [(p, q) for p, q in pairs if p.bound != q.bound]

    @cached_property
    def emptied(self) -> list[Partition]:
        """Partitions that go, whose rows another one takes: a new one, one with another bound, a default one."""
        gone = [p for p in partitions_of(self.start, self.parent) if p.parent not in self.goal]
        return [p for p in gone if any(overlap(p.bound, q.bound) for q in partitions_of(self.goal, self.parent))]

    @cached_property
    def new(self) -> list[Partition]:
        """Partitions that come and take over what others had."""
        old = [*self.emptied, *(p for p, _ in self.changed)]
        come = [p for p in partitions_of(self.goal, self.parent) if p.parent not in self.start]
        return [p for p in come if any(overlap(p.bound, q.bound) for q in old)]

    def change(self) -> Change:
        widened = [pair for pair in self.changed if within(pair[0].bound, pair[1].bound)]
        narrowed = [pair for pair in self.changed if pair not in widened]
        old = [*self.emptied, *(p for p, _ in self.changed)]
        beyond = [p for p in (*self.new, *(q for _, q in widened)) if not any(within(p.bound, q.bound) for q in old)]
        default = _default(self.parent, self.start, self.goal) if beyond else None
        tables = [(p, t) for p in self.new for t in (p, *partitions_below(self.goal, p.parent or p.key))]
        statements = [
            *(p.detached() for p in (*old, *([default] if default else []))),
            *(q.attached() for _, q in widened),
            *(s for _, t in tables for s in self._created(t)),
            *self.quietly(self._moves(default, beyond, narrowed)),
            *(f"drop table {p.identity}" for p in self.emptied),
        ]
        anchor = self.changed[0][0].key if self.changed else self.emptied[0].parent
        gone = [t.parent for p in self.emptied for t in (p, *partitions_below(self.start, p.parent or p.key)) if t.parent]
        covers = self.start.inside(gone) | self.goal.inside(t.parent for _, t in tables if t.parent) | {q.key for _, q in self.changed}
        return Change.of(anchor or self.parent, Verb.ALTER, self.unreferenced(statements), covers=covers - {anchor})

    def taken_from(self, default: Partition, takers: Iterable[Partition]) -> Iterator[str]:
        """The statements that bring the default partition's rows to those that now take them."""
        columns = [c for c in self._columns(self.goal, self.parent) if c.key in self.start]
        for taker in takers:
            yield moved(columns, default.identity, self.parent.identity, taker.constraint or "true")

    def quietly(self, statements: Iterable[str]) -> list[str]:
        """Rows that move are no event for triggers; the triggers' states are seen to in the next round."""
        moves = list(statements)
        if not any(s.startswith(("insert", "with")) for s in moves) or not self.start.of(self.parent, Trigger):
            return moves
        head = f"alter table {self.parent.identity}"
        return [f"{head} disable trigger user", *moves, f"{head} enable trigger user"]

    def unreferenced(self, statements: Sequence[str]) -> list[str]:
        """Foreign keys that refer to the table would not let a partition with referenced rows go; they are put back in the next round."""
        needed = [self.parent, *(f.key for f in self.start.children.get(self.parent, ()))]
        found = [self.start[k] for k in sorted({k for n in needed for k in self.start.dependents.get(n, ())})]
        keys = [f for f in found if isinstance(f, Constraint) and f.type == "f" and not f.attached]
        return [*(f"alter table {f.on} drop constraint {f.name}" for f in keys if f.on != self.parent.identity), *statements]

    def _moves(self, default: Partition | None, beyond: Sequence[Partition], narrowed: Sequence[Pair]) -> Iterator[str]:
        if default:
            yield from self.taken_from(default, beyond)
            yield default.attached()
        columns = [c for c in self._columns(self.goal, self.parent) if c.key in self.start]
        for before, after in self._givers_first(narrowed):
            yield moved(columns, before.identity, self.parent.identity, f"({after.constraint}) is not true")
            yield after.attached()
        for partition in self.emptied:
            source = self._columns(self.start, partition.parent)
            yield from copied(source, self._columns(self.goal, self.parent), partition.identity, self.parent.identity)

    @staticmethod
    def _givers_first(narrowed: Sequence[Pair]) -> Iterator[Pair]:
        """Each after those that its rows go to."""
        left = list(narrowed)
        while left:
            free = [p for p in left if not any(q is not p and overlap(p[0].bound, q[1].bound) for q in left)]
            for pair in free or left[:1]:
                yield pair
                left.remove(pair)

    def _created(self, partition: Partition) -> Iterable[str]:
        table = self.goal[partition.parent or partition.key]
        made: Iterable[str] = table.as_partition(partition, self.goal)  # type: ignore[attr-defined]
        return made

    @staticmethod
    def _columns(catalog: Catalog, table: Key | None) -> list[Column]:
        return sorted(catalog.of(table, Column), key=lambda c: c.position) if table else []
