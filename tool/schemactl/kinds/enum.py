"""Enumerated types: labels are added at their place; a label that goes or moves means a new type under every dependent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from ..model import Catalog, Change, Fact, Verb
from .text import literal


@dataclass(frozen=True, kw_only=True)
class Enum(Fact):
    KIND = "enum"
    HOLDS_DATA = True

    labels: tuple[str, ...]

    def create(self, goal: Catalog) -> Change:
        return Change.of(self.key, Verb.CREATE, self._create())

    def drop(self, start: Catalog, goal: Catalog) -> Change:
        return Change.of(self.key, Verb.DROP, f"drop type {self.identity}")

    def alter(self, goal: Enum, start: Catalog, target: Catalog) -> Change:
        kept = [label for label in goal.labels if label in self.labels]
        rebuilt = Change.of(self.key, Verb.ALTER, list(self._rebuild(goal, start)))
        if kept != list(self.labels):
            return rebuilt
        added = Change.of(self.key, Verb.ALTER, list(self._additions(goal)))
        return replace(added, forms=(*added.forms, *rebuilt.forms), needs_commit=True)

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

    def _rebuild(self, goal: Enum, start: Catalog) -> Iterable[str]:
        """The old type steps aside under another name, the columns follow by their text, the old type goes."""
        from .column import Column
        from .default import Default

        schema, _, name = self.identity.rpartition(".")
        plain = name.strip('"')
        old = f'"{plain}__old"'
        yield f"alter type {self.identity} rename to {old}"
        yield goal._create()
        types = (self.identity, self.identity + "[]")
        for column in (f for f in start.values() if isinstance(f, Column) and f.type in types and (f.local or not f.inherited)):
            head = f"alter table {column.table} alter column {column.name}"
            default = next(iter(start.of(column.key, Default)), None)
            if default:
                yield f"{head} drop default"
            yield f"{head} type {column.type} using {column.name}::text{'[]' if column.type.endswith('[]') else ''}::{column.type}"
            if default:
                yield f"{head} set default {default.expression}"
        yield f"drop type {schema}.{old}"
