"""Tables, ordinary and partitioned. A new table carries its columns and constraints inside one `create table`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..model import Access, Catalog, Change, Fact, Key, Verb
from .column import Column
from .constraint import Constraint
from .partition import Partition
from .rebuild import rebuilt
from .regroup import beside_default, regrouped
from .text import option_changes, renamed, with_options

PERSISTENCE = {"p": "", "u": "unlogged ", "t": "temporary "}
REPLICA_IDENTITY = {"d": "default", "f": "full", "n": "nothing"}


@dataclass(frozen=True, kw_only=True)
class Table(Fact):
    KIND = "table"
    HOLDS_DATA = True

    persistence: str
    partition_key: str | None
    partition_columns: tuple[str, ...] | None
    inherits: tuple[str, ...] | None
    of_type: str | None
    options: tuple[str, ...] | None
    toast_options: tuple[str, ...] | None
    access_method: str | None
    row_security: bool
    force_row_security: bool
    replica_identity: str

    @property
    def access(self) -> tuple[Access, ...]:
        return () if self.row_security else (Access("public", "every row, whatever the policies", self.key, by_default=True),)

    def rows_lost(self, start: Catalog) -> str:
        return f"select count(*) from {start.was(self.key).identity}"

    def create(self, goal: Catalog) -> Change:
        columns = self._columns(goal)
        constraints = [c for c in goal.of(self.key, Constraint) if c.local and not c.attached and c.is_inlinable]
        partition = next(iter(goal.of(self.key, Partition)), None)
        as_partition = partition is not None and _same_columns(columns, partition.parent_columns(goal))
        forms = []
        if partition and as_partition:
            forms.append(f" partition of {partition.of_table}{_body(c.clause() for c in constraints)} {partition.bound}")
        # foreign keys that go in a circle come afterwards
        choices = (constraints, [c for c in constraints if c.type != "f"])
        forms += [self._own_form(goal, columns, some) for some in choices]
        covers = _brings(goal, columns, constraints, partition if as_partition else None)
        after = self._row_security(None)
        return Change.of(self.key, Verb.CREATE, *[(self._create(form), *after) for form in forms], covers=covers)

    def _is_born_an_heir(self, start: Catalog, goal: Catalog) -> bool:
        """Whether a column is a parent's alone: an INHERIT later would make it the table's own as well."""
        for column in goal.of(self.key, Column):
            before = start.get(column.key)
            if column.inherited and not column.local and not (isinstance(before, Column) and before.inherited and not before.local):
                return True
        return False

    def anew(self, goal: Table, start: Catalog, target: Catalog) -> Change:
        """The change that makes the table anew, with its rows, for what no ALTER can do."""
        return rebuilt(self, goal, start, target)

    def bare(self, goal: Catalog) -> str:
        """The table with its columns, and nothing that hangs on it."""
        return self._create(self._own_form(goal, self._columns(goal), ()))

    def as_partition(self, partition: Partition, goal: Catalog) -> list[str]:
        """The same as a partition."""
        if _same_columns(self._columns(goal), partition.parent_columns(goal)):
            return [self._create(f" partition of {partition.of_table} {partition.bound}")]
        return [self.bare(goal), partition.attached()]

    def create_from(self, start: Catalog, goal: Catalog) -> Change:
        change = self.create(goal)
        for partition in goal.of(self.key, Partition):
            first = [s.sql for s in change.forms[0]]
            moving = beside_default(partition, start, goal, first)
            if moving != first and partition.key in change.covers:
                return Change.of(self.key, Verb.CREATE, moving, covers=change.covers)
        return change

    def drop(self, start: Catalog, goal: Catalog) -> Change:
        gone = f"drop table {self.identity}"
        # a foreign key that references the whole table holds on to a partition until it is detached
        alone = [[p.detached(), gone] for p in start.of(self.key, Partition)]
        return regrouped(self.key, start, goal) or Change.of(self.key, Verb.DROP, gone, *alone)

    def rename(self, goal: Table) -> tuple[str, ...]:
        return renamed("table", self.key, goal.key)

    def resembles(self, other: Table, start: Catalog, goal: Catalog) -> bool:
        """At least half of the columns of either have the same name and type in the other."""
        mine, theirs = ({(c.name, c.type) for c in catalog.of(f.key, Column)} for catalog, f in ((start, self), (goal, other)))
        return bool(mine) and 2 * len(mine & theirs) >= max(len(mine), len(theirs))

    def alter(self, goal: Table, start: Catalog, target: Catalog) -> Change | None:
        if (self.partition_key, self.partition_columns) != (goal.partition_key, goal.partition_columns):
            return self.anew(goal, start, target)
        if set(goal.inherits or ()) - set(self.inherits or ()) and goal._is_born_an_heir(start, target):
            return self.anew(goal, start, target)
        clauses = [*self._inheritance(goal), *self._storage(goal)]
        statements = [f"alter table {self.identity} {c}" for c in clauses] + list(goal._row_security(self))
        return Change.of(self.key, Verb.ALTER, statements, *self._without_foreign_keys(goal, start, statements))

    def _without_foreign_keys(self, goal: Table, start: Catalog, statements: Sequence[str]) -> Iterable[Sequence[str]]:
        """No logged table may reference an unlogged one: tables in a circle change without the keys, which come back when all have.

        https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-SET-LOGGED-UNLOGGED
        """
        keys = [c for c in start.of(self.key, Constraint) if c.type == "f" and not c.attached]
        if self.persistence != goal.persistence and keys:
            yield [*(f"alter table {self.identity} drop constraint {c.name}" for c in keys), *statements]

    def _columns(self, goal: Catalog) -> list[Column]:
        return sorted(goal.of(self.key, Column), key=lambda c: c.position)

    def _own_form(self, goal: Catalog, columns: Sequence[Column], constraints: Sequence[Constraint]) -> str:
        own = [] if self.of_type else [c.clause(goal) for c in columns if c.local or not self.inherits]
        body = _body([*own, *(c.clause() for c in constraints)])
        return f" of {self.of_type}{body}" if self.of_type else body or " ()"

    def _create(self, form: str) -> str:
        toast = tuple(f"toast.{o}" for o in self.toast_options or ())
        return "".join(
            (
                f"create {PERSISTENCE[self.persistence]}table {self.identity}{form}",
                f" inherits ({', '.join(self.inherits)})" if self.inherits else "",
                f" partition by {self.partition_key}" if self.partition_key else "",
                f" using {self.access_method}" if self.access_method not in (None, "heap") else "",
                with_options((*(self.options or ()), *toast)),
            )
        )

    def _row_security(self, before: Table | None) -> Sequence[str]:
        enabled, forced = (before.row_security, before.force_row_security) if before else (False, False)
        clauses = []
        if enabled != self.row_security:
            clauses.append(f"{'enable' if self.row_security else 'disable'} row level security")
        if forced != self.force_row_security:
            clauses.append(f"{'force' if self.force_row_security else 'no force'} row level security")
        if before is None and self.replica_identity in ("f", "n"):
            clauses.append(f"replica identity {REPLICA_IDENTITY[self.replica_identity]}")
        return [f"alter table {self.identity} {c}" for c in clauses]

    def _inheritance(self, goal: Table) -> Iterable[str]:
        old, new = self.inherits or (), goal.inherits or ()
        yield from (f"no inherit {p}" for p in old if p not in new)
        yield from (f"inherit {p}" for p in new if p not in old)
        if self.of_type != goal.of_type:
            yield f"of {goal.of_type}" if goal.of_type else "not of"

    def _storage(self, goal: Table) -> Iterable[str]:
        if self.persistence != goal.persistence:
            yield f"set {'logged' if goal.persistence == 'p' else 'unlogged'}"
        yield from option_changes(self.options, goal.options)
        yield from option_changes(self.toast_options, goal.toast_options, "toast.")
        if self.access_method != goal.access_method:
            yield f"set access method {goal.access_method or 'default'}"
        if self.replica_identity != goal.replica_identity and goal.replica_identity in REPLICA_IDENTITY:
            yield f"replica identity {REPLICA_IDENTITY[goal.replica_identity]}"


def _body(clauses: Iterable[str]) -> str:
    lines = ",\n    ".join(clauses)
    return f" (\n    {lines}\n)" if lines else ""


def _same_columns(mine: Sequence[Column], parents: Sequence[Column]) -> bool:
    return [(c.name, c.type, c.generated_as) for c in mine] == [(c.name, c.type, c.generated_as) for c in parents]


def _brings(goal: Catalog, columns: Sequence[Column], constraints: Sequence[Constraint], partition: Partition | None) -> frozenset[Key]:
    """The keys that exist once the table is created: columns and what hangs on them, constraints with their indexes."""
    keys: set[Key] = set()
    for fact in (*columns, *constraints):
        keys.add(fact.key)
        keys |= {child.key for child in goal.children.get(fact.key, ()) if child.KIND in ("default", "sequence", "index")}
    if partition:
        keys.add(partition.key)
        keys |= {c.key for c in goal.of(partition.parent, Constraint) if c.attached} if partition.parent else set()
        keys |= {f.key for f in goal.children.get(partition.parent, ()) if getattr(f, "attached_to", None)} if partition.parent else set()
    return frozenset(keys)
