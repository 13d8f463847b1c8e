"""Sequences with their options; those of identity columns are made and dropped by the column."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ..model import Catalog, Change, Fact, Verb
from .sequence_owner import SequenceOwner
from .text import renamed

if TYPE_CHECKING:
    from .column import Column

LIMITS = {"smallint": 2**15 - 1, "integer": 2**31 - 1, "bigint": 2**63 - 1}
IDENTIFIER_BYTES = 63


@dataclass(frozen=True, kw_only=True)
class Sequence(Fact):
    KIND = "sequence"
    HOLDS_DATA = True

    name: str
    type: str
    start: int
    increment: int
    minimum: int
    maximum: int
    cache: int
    cycle: bool
    persistence: str
    is_identity: bool

    def create(self, goal: Catalog) -> Change | None:
        if self.is_identity:
            return None
        unlogged = "unlogged " if self.persistence == "u" else ""
        typed = "" if self.type == "bigint" else f" as {self.type}"
        return Change.of(self.key, Verb.CREATE, f"create {unlogged}sequence {self.identity}{typed}{self._options()}")

    def drop(self, start: Catalog, goal: Catalog) -> Change | None:
        if self.is_identity:
            return None
        if twin := self._heir(start, goal):
            covers = (f.key for f in goal.children.get(twin.key, ()) if f.KIND == SequenceOwner.KIND)
            change = Change.of(self.key, Verb.ALTER, renamed("sequence", self.key, twin.key), covers=[twin.key, *covers])
            return replace(change, rewords=True)
        return Change.of(self.key, Verb.DROP, f"drop sequence {self.identity}")

    def _heir(self, start: Catalog, goal: Catalog) -> Sequence | None:
        """The sequence of the goal that the same column owns, and that is not there yet: this one under another name, with its position."""
        column = next((o.column for o in start.of(self.key, SequenceOwner)), None)
        heirs = (f for f in goal.values() if isinstance(f, Sequence) and f.key not in start and not f.is_identity)
        return next((f for f in heirs if column and any(o.column == column for o in goal.of(f.key, SequenceOwner))), None)

    def rename(self, goal: Sequence) -> tuple[str, ...]:
        return () if self.is_identity else renamed("sequence", self.key, goal.key)

    def resembles(self, other: Sequence, start: Catalog, goal: Catalog) -> bool:
        """The same options; one that a column owns follows that column's name by itself."""
        owned = any(catalog.of(f.key, SequenceOwner) for catalog, f in ((start, self), (goal, other)))
        return not (owned or self.is_identity) and replace(self, identity="", name="", parent=None) == replace(
            other, identity="", name="", parent=None
        )

    def alter(self, goal: Sequence, start: Catalog, target: Catalog) -> Change | None:
        if self.is_identity != goal.is_identity:
            return None
        head, statements = f"alter sequence {goal.name}", []
        if self.name != goal.name:
            statements.append(f"alter sequence {self.name} rename to {goal.name.rpartition('.')[2]}")
        if self.persistence != goal.persistence:
            statements.append(f"{head} set {'logged' if goal.persistence == 'p' else 'unlogged'}")
        clauses = " ".join(self._changed(goal))
        if not clauses:
            return Change.of(self.key, Verb.ALTER, statements)
        # the counter keeps its position, unless the new limits leave it no place
        keeps, restarts = f"{head} {clauses}", f"{head} {clauses} restart with {goal.start}"
        return Change.of(self.key, Verb.ALTER, [*statements, keeps], [*statements, restarts])

    def identity_options(self, column: Column) -> str:
        """What an identity clause must say of its sequence, in parentheses; empty where PostgreSQL's own choice is the same."""
        schema_and_table = column.table
        expected = f"{schema_and_table}_{column.name}_seq"
        named = f"sequence name {self.name} " if self.name != expected and len(expected) <= IDENTIFIER_BYTES else ""
        options = (named + self._options().strip()).strip()
        return f" ({options})" if options else ""

    def _defaults(self) -> tuple[int, int, int]:
        """(minimum, maximum, start) that PostgreSQL chooses for this type and direction."""
        limit = LIMITS[self.type]
        low, high = (1, limit) if self.increment > 0 else (-limit - 1, -1)
        return low, high, (self.minimum if self.increment > 0 else self.maximum)

    def _options(self) -> str:
        low, high, start = self._defaults()
        return "".join(
            (
                f" increment by {self.increment}" if self.increment != 1 else "",
                f" minvalue {self.minimum}" if self.minimum != low else "",
                f" maxvalue {self.maximum}" if self.maximum != high else "",
                f" start with {self.start}" if self.start != start else "",
                f" cache {self.cache}" if self.cache != 1 else "",
                " cycle" if self.cycle else "",
            )
        )

    def _changed(self, goal: Sequence) -> Iterable[str]:
        if self.type != goal.type:
            yield f"as {goal.type}"
        if self.increment != goal.increment:
            yield f"increment by {goal.increment}"
        if (self.minimum, self.type) != (goal.minimum, goal.type):
            yield f"minvalue {goal.minimum}"
        if (self.maximum, self.type) != (goal.maximum, goal.type):
            yield f"maxvalue {goal.maximum}"
        if self.start != goal.start:
            yield f"start with {goal.start}"
        if self.cache != goal.cache:
            yield f"cache {goal.cache}"
        if self.cycle != goal.cycle:
            yield "cycle" if goal.cycle else "no cycle"
