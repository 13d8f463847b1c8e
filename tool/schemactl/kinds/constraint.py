"""Constraints of tables and domains: primary, unique, check, foreign key, exclusion."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..model import Catalog, Change, Fact, Key, RowCheck, Verb
from . import offending
from .offending import Rows
from .partition import Partition, partitions_of
from .retype import NATURAL, taken_over

WORDS = {"c": "check", "p": "primary key", "u": "unique", "f": "foreign key", "x": "exclusion"}
TIMING = re.compile("( DEFERRABLE)?( INITIALLY DEFERRED)?$")


@dataclass(frozen=True, kw_only=True)
class Constraint(Fact):
    KIND = "constraint"

    on: str
    on_domain: bool
    name: str
    type: str
    definition: str
    enforced: bool
    validated: bool
    attached: bool
    inherited: bool
    local: bool

    @property
    def is_inlinable(self) -> bool:
        """Whether `create table` may carry it: one that is not validated says so only in ALTER TABLE."""
        return self.validated and not self.on_domain

    @property
    def effort(self) -> int:
        return 2 if self.type == "f" else 3

    def clause(self) -> str:
        return f"constraint {self.name} {self.definition}{'' if self.enforced else ' not enforced'}"

    def create(self, goal: Catalog) -> Change | None:
        if self.attached or (self.inherited and not self.local):
            return None
        partitions = partitions_of(goal, self.parent) if self.parent else ()
        theirs = [Key(self.KIND, f"{self.identity} of {p.identity}") for p in partitions]
        covers = [*(f.key for f in goal.children.get(self.key, ())), *(k for k in theirs if k in goal)]
        return Change.of(self.key, Verb.CREATE, self._add(), covers=covers)

    def create_from(self, start: Catalog, goal: Catalog) -> Change | None:
        if self.inherited and not self.local and not self.attached:
            return self._before_attaching(start, goal)
        change, domain = self.create(goal), start.get(self.parent) if self.parent else None
        if change is None or domain is None or not self.on_domain:
            return change
        # inside an array or a composite type the values of a domain cannot be checked: a new domain takes its place
        anew = taken_over(domain, goal, start, NATURAL)
        return replace(anew, forms=(*change.forms, *anew.forms), covers=anew.covers)

    def _before_attaching(self, start: Catalog, goal: Catalog) -> Change | None:
        """A table that is to become a partition must have its parent's checks first."""
        partitions = goal.of(self.parent, Partition) if self.parent in start and self.parent else ()
        return Change.of(self.key, Verb.CREATE, self._add()) if any(p.key not in start for p in partitions) else None

    def drop(self, start: Catalog, goal: Catalog) -> Change | None:
        if self.attached or (self.inherited and not self.local) or self._is_taken_over(goal):
            return None
        if twin := self._renamed(start, goal):
            rename = f"{self._alter()} rename constraint {self.name} to {twin.name}"
            return Change.of(self.key, Verb.ALTER, rename, covers=[twin.key, *(f.key for f in goal.children.get(twin.key, ()))])
        return Change.of(self.key, Verb.DROP, f"{self._alter()} drop constraint {self.name}")

    def alter(self, goal: Constraint, start: Catalog, target: Catalog) -> Change | None:
        if self.local and goal.inherited and not goal.local:
            return self._table_anew(start, target)
        if self.inherited and not self.local and self.validated and not goal.validated:
            return self._unvalidated(start)
        (text, when), (wanted, then) = (_timing(c) for c in (self, goal))
        # a parent's constraint comes with the parent
        free = {name: getattr(goal, name) for name in ("name", "validated", "definition", "inherited", *self._switch())}
        if replace(self, **free) != goal or text != wanted or (self.validated and not goal.validated):
            return None
        statements = [f"{self._alter()} rename constraint {self.name} to {goal.name}"] if self.name != goal.name else []
        if goal.validated and not self.validated:
            statements.append(f"{self._alter()} validate constraint {goal.name}")
        if when != then:
            statements.append(f"{self._alter()} alter constraint {goal.name}{then or ' not deferrable'}")
        if self.enforced != goal.enforced:
            statements.append(f"{self._alter()} alter constraint {goal.name} {'enforced' if goal.enforced else 'not enforced'}")
        return Change.of(self.key, Verb.ALTER, statements)

    def rename(self, goal: Constraint) -> tuple[str, ...]:
        return (f"{self._alter()} rename constraint {self.name} to {goal.name}",)

    def row_checks(self, before: Constraint | None, start: Catalog, goal: Catalog) -> tuple[RowCheck, ...]:
        if not (self.validated and self.enforced) or self.attached or (self.inherited and not self.local):
            return ()
        held = start.of(self.parent, Constraint) if self.parent else ()
        if self.parent not in start or any(c.validated and c.enforced and c.definition == self.definition for c in held):
            return ()
        query = self._offending(Rows(start, goal))
        return (RowCheck(self.key, WORDS[self.type], query),) if query is not None else ()

    def leaders(self, catalog: Catalog) -> tuple[Key, ...]:
        """The partitions and children that have this check unvalidated, too: one that is made after it has it validated."""
        if self.validated or self.on_domain or not self.parent:
            return ()
        tables = sorted(catalog.dependents.get(self.parent, ()))
        found = ((t, catalog.get(Key(self.KIND, f"{t.identity}.{self.name}"))) for t in tables)
        return tuple(t for t, c in found if isinstance(c, Constraint) and not c.validated)

    def _switch(self) -> tuple[str, ...]:
        """Whether it is enforced can be altered for a foreign key only: https://www.postgresql.org/docs/18/sql-altertable.html"""
        return ("enforced",) if self.type == "f" else ()

    def _renamed(self, start: Catalog, goal: Catalog) -> Constraint | None:
        """The constraint of the goal that is this one but for its name."""
        old, new = (catalog.of(self.parent, Constraint) if self.parent else () for catalog in (start, goal))
        alike = [c for c in old if c.key not in goal and replace(c, identity="", name="") == replace(self, identity="", name="")]
        wanted = [c for c in new if c.key not in start and replace(c, identity="", name="") == replace(self, identity="", name="")]
        return dict(zip([c.key for c in alike], wanted, strict=False)).get(self.key)

    def _unvalidated(self, start: Catalog) -> Change | None:
        """A partition that comes after its parent's check has it validated; where the check comes after the partition, it has not."""
        of = [p.of_address for p in start.of(self.parent, Partition) if p.of_address] if self.parent else []
        parents = (c for table in of for c in start.of(table, Constraint) if c.name == self.name)
        for parent in parents:
            if parent.inherited and not parent.local:
                return parent._unvalidated(start)
            drop = f"{parent._alter()} drop constraint {parent.name}"
            return Change.of(parent.key, Verb.ALTER, [drop, replace(parent, validated=False)._add()])
        return None

    def _table_anew(self, start: Catalog, target: Catalog) -> Change | None:
        """No ALTER makes a constraint merely inherited that is the table's own as well."""
        before, after = (catalog.get(self.parent) if self.parent else None for catalog in (start, target))
        anew = getattr(before, "anew", None)
        return anew(after, start, target) if anew and getattr(after, "inherits", None) else None

    def _is_taken_over(self, goal: Catalog) -> bool:
        """Whether the parent's constraint will have this one as its part: PostgreSQL attaches what fits."""
        found = goal.of(self.parent, Constraint) if self.parent else ()
        return any(c.attached and (c.name, c.definition) == (self.name, self.definition) for c in found)

    def _offending(self, rows: Rows) -> str | None:
        """The query that counts the rows; empty where no query can tell, None where there can be none."""
        needed = rows.goal.edges.get(self.key, frozenset())
        if self.on_domain:
            columns = list(rows.held(self.on, arrays=False))
            sources = (rows.of(c.parent, [c.key], typed=False) for c in columns)
            values = " union all ".join(f"select {c.name} as value from {source}" for c, source in zip(columns, sources, strict=True))
            return offending.check(self.definition, f"({values}) as held") if values else None
        if "WITHOUT OVERLAPS" in self.definition or "PERIOD " in self.definition:
            return ""
        alone = self.type != "c" or self.definition.endswith(" NO INHERIT")
        source = rows.of(self.parent, needed, "c" if self.type == "f" else "", alone=alone)
        if self.type == "c":
            return offending.check(self.definition, source)
        if self.type == "x":
            return offending.excluded(self.definition, source)
        columns_, rest = offending.grouped(self.definition)
        if self.type == "f":
            return self._orphans(offending.items(columns_), source, rest, rows)
        return offending.unique(offending.items(columns_), source, nulls_count="NULLS NOT DISTINCT" in self.definition)

    def _orphans(self, columns: Sequence[str], source: str, rest: str, rows: Rows) -> str:
        name = rest.removeprefix(" REFERENCES ").partition("(")[0]
        theirs = offending.items(offending.grouped(rest)[0])
        table = Key("table", name)
        referenced = rows.of(table, [Key("column", f"{name}.{c}") for c in theirs], "r")
        return offending.orphans(columns, source, referenced, theirs)

    def _add(self) -> str:
        return f"{self._alter()} add {self.clause()}{'' if self.validated else ' not valid'}"

    def _alter(self) -> str:
        return f"alter {'domain' if self.on_domain else 'table'} {self.on}"


def _timing(constraint: Constraint) -> tuple[str, str]:
    """The definition without the part that ALTER CONSTRAINT can change, and that part: when a foreign key is checked."""
    found = TIMING.search(constraint.definition) if constraint.type == "f" else None
    return (constraint.definition[: found.start()], found[0]) if found else (constraint.definition, "")
