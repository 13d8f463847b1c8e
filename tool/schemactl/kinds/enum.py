"""Enumerated types: labels are added at their place; a label that goes or moves means a new type under every dependent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ..model import Catalog, Change, Fact, Rename, RowCheck, Verb
from .offending import Rows, added_up, one_of
from .retype import taken_over
from .text import literal, renamed


@dataclass(frozen=True, kw_only=True)
class Enum(Fact):
    KIND = "enum"
    HOLDS_DATA = True

    labels: tuple[str, ...]

    def create(self, goal: Catalog) -> Change:
        return Change.of(self.key, Verb.CREATE, self._create())

    def drop(self, start: Catalog, goal: Catalog) -> Change:
        return Change.of(self.key, Verb.DROP, f"drop type {self.identity}")

    def rename(self, goal: Enum) -> tuple[str, ...]:
        return renamed("type", self.key, goal.key)

    def alter(self, goal: Enum, start: Catalog, target: Catalog) -> Change:
        for old, new in (map(literal, pair) for pair in self.relabelled(goal) if Rename(self.key, self.key, pair) not in target.denied):
            rename = f"alter type {self.identity} rename value {old} to {new}"
            return replace(Change.of(self.key, Verb.ALTER, rename), rewords=True)
        rebuilt = taken_over(self, target, start)
        if [label for label in goal.labels if label in self.labels] != list(self.labels):
            return rebuilt
        added = Change.of(self.key, Verb.ALTER, list(self._additions(goal)))
        return replace(added, forms=(*added.forms, *rebuilt.forms), covers=rebuilt.covers, needs_commit=True)

    def row_checks(self, before: Enum | None, start: Catalog, goal: Catalog) -> tuple[RowCheck, ...]:
        pairs = before.relabelled(self) if before else ()
        renamed = [pair[0] for pair in pairs if Rename(self.key, self.key, pair) not in goal.denied]
        gone = [label for label in (before.labels if before else ()) if label not in (*self.labels, *renamed)]
        rows = Rows(start, goal)
        queries = [
            rows.count(rows.of(c.parent, [c.key], typed=False), _holds(c.name, gone, is_array=c.type.endswith("[]")))
            for c in (rows.held(self.identity) if gone else ())
        ]
        return (RowCheck(self.key, f"without {', '.join(map(literal, gone))}", added_up(queries)),) if queries else ()

    def relabelled(self, goal: Enum) -> tuple[tuple[str, str], ...]:
        """The one label that is gone, and the new one alone in its place between the same neighbours."""
        before, after = self.labels, goal.labels
        gone = [n for n, label in enumerate(before) if label not in after]
        if len(gone) != 1 or len(after) <= gone[0]:
            return ()
        at = gone[0]
        same = before[:at] == after[:at] and before[at + 1 : at + 2] == after[at + 1 : at + 2]
        return ((before[at], after[at]),) if same and after[at] not in before else ()

    def _create(self) -> str:
        return f"create type {self.identity} as enum ({', '.join(map(literal, self.labels))})"

    def _additions(self, goal: Enum) -> Iterable[str]:
        present = list(self.labels)
        for position, label in enumerate(goal.labels):
            if label in present:
                continue
            place = f" after {literal(goal.labels[position - 1])}" if position else f" before {literal(present[0])}" if present else ""
            last = position and goal.labels[position - 1] == present[-1]
            yield f"alter type {self.identity} add value {literal(label)}{'' if last else place}"
            present.insert(position, label)


def _holds(column: str, labels: Sequence[str], *, is_array: bool) -> str:
    if is_array:
        return f"{column}::text[] && array[{', '.join(map(literal, labels))}]"
    return one_of(f"{column}::text", labels)
