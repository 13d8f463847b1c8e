"""Indexes of tables and materialized views; one that backs a constraint comes and goes with it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from ..model import Catalog, Change, Fact, Key, RowCheck, Verb
from . import offending
from .offending import Rows
from .partition import partitions_of
from .text import option_changes, with_options


@dataclass(frozen=True, kw_only=True)
class Index(Fact):
    KIND = "index"

    table: str
    schema: str
    name: str
    attached_to: str | None
    backs_constraint: bool
    partitioned: bool
    definition: str | None
    options: tuple[str, ...] | None
    statistics: tuple[tuple[int, int], ...] | None
    valid: bool
    unfinished: bool = field(compare=False)
    clustered: bool
    replica_identity: bool

    def create(self, goal: Catalog) -> Change | None:
        if self.backs_constraint:
            return None
        made, settings = self._create_text(), list(self._settings(None))
        if self.attached_to:
            attach = f"alter index {self.attached_to} attach partition {self._full_name()}"
            return Change.of(self.key, Verb.CREATE, [made, attach, *settings], attach)
        return Change.of(self.key, Verb.CREATE, [made, *settings], covers=self._partitions(goal) if self.valid else ())

    def drop(self, start: Catalog, goal: Catalog) -> Change | None:
        if self.backs_constraint or self.attached_to or self._is_taken_over(goal):
            return None
        if twin := self._renamed(start, goal):
            return Change.of(self.key, Verb.ALTER, f"alter index {self._full_name()} rename to {twin.name}", covers=[twin.key])
        return Change.of(self.key, Verb.DROP, f"drop index {self._full_name()}")

    def alter(self, goal: Index, start: Catalog, target: Catalog) -> Change | None:
        kept = replace(
            self,
            name=goal.name,
            parent=goal.parent,
            options=goal.options,
            statistics=goal.statistics,
            clustered=goal.clustered,
            replica_identity=goal.replica_identity,
            # one on a partitioned table is valid once every partition's is attached
            valid=goal.valid if goal.partitioned and goal.valid else self.valid,
        )
        if kept != goal:
            return None
        rename = [f"alter index {self._full_name()} rename to {goal.name}"] if self.name != goal.name and not self.backs_constraint else []
        return Change.of(self.key, Verb.ALTER, [*rename, *goal._settings(self)])

    def row_checks(self, before: Index | None, start: Catalog, goal: Catalog) -> tuple[RowCheck, ...]:
        definition = self.definition or ""
        if not definition.startswith("CREATE UNIQUE ") or self.attached_to or not self.parent or self.parent not in start:
            return ()
        if any(i.definition == definition and not i.unfinished for i in start.of(self.parent, Index)):
            return ()
        content, rest = offending.grouped(definition[definition.index(" USING ") :])
        elements = [offending.element(item) for item in offending.items(content)]
        source = Rows(start, goal).of(self.parent, goal.edges.get(self.key, ()), alone=True)
        nulls_count, where = "NULLS NOT DISTINCT" in rest, rest.partition(" WHERE ")[2]
        return (RowCheck(self.key, "unique", offending.unique(elements, source, nulls_count=nulls_count, where=where)),) if source else ()

    def repair(self) -> tuple[str, ...]:
        # https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY
        return (f"reindex index {self._full_name()}",) if self.unfinished else ()

    def rename(self, goal: Index) -> tuple[str, ...]:
        return () if self.backs_constraint else (f"alter index {self._full_name()} rename to {goal.name}",)

    def _create_text(self) -> str:
        """The definition with the name put back, and the storage parameters before the predicate."""
        head, _, tail = (self.definition or "").partition(" INDEX ON ")
        only = "" if self.valid or not self.partitioned else "ONLY "
        text = f"{head} INDEX {self.name} ON {only}{tail}"
        if not self.options:
            return text
        body, where, predicate = text.partition(" WHERE ")
        return f"{body}{with_options(self.options)}{where}{predicate}"

    def _renamed(self, start: Catalog, goal: Catalog) -> Index | None:
        """The index of the goal that is this one but for its name."""
        old, new = (catalog.of(self.parent, Index) if self.parent else () for catalog in (start, goal))
        nameless = replace(self, identity="", name="")
        alike = [i.key for i in old if i.key not in goal and replace(i, identity="", name="") == nameless]
        wanted = [i for i in new if i.key not in start and replace(i, identity="", name="") == nameless]
        return dict(zip(alike, wanted, strict=False)).get(self.key)

    def _is_taken_over(self, goal: Catalog) -> bool:
        """Whether the parent's index will have this one as its part: PostgreSQL attaches what fits."""
        found = goal.of(self.parent, Index) if self.parent else ()
        return any(i.attached_to and (i.name, i.definition) == (self.name, self.definition) for i in found)

    def _full_name(self) -> str:
        return f"{self.schema}.{self.name}"

    def _partitions(self, goal: Catalog) -> Iterable[Key]:
        """The indexes that PostgreSQL makes on the partitions along with this one."""
        if not self.partitioned:
            return
        for partition in partitions_of(goal, self.parent) if self.parent else ():
            for index in goal.of(partition.parent, Index) if partition.parent else ():
                if index.attached_to == self._full_name():
                    yield index.key
                    yield from index._partitions(goal)

    def _settings(self, before: Index | None) -> Iterable[str]:
        name, table = self._full_name(), f"alter table {self.table}"
        if before:
            yield from (f"alter index {name} {change}" for change in option_changes(before.options, self.options))
        old, new = (dict(f.statistics or ()) if f else {} for f in (before, self))
        yield from (
            f"alter index {name} alter column {c} set statistics {new.get(c, -1)}" for c in sorted({*old, *new}) if old.get(c) != new.get(c)
        )
        if self.clustered and not (before and before.clustered):
            yield f"{table} cluster on {self.name}"
        elif before and before.clustered and not self.clustered:
            yield f"{table} set without cluster"
        if self.replica_identity and not (before and before.replica_identity):
            yield f"{table} replica identity using index {self.name}"
