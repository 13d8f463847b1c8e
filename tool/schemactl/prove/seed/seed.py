"""The tables of a copy in the order of their foreign keys, each filled; circles are closed by nulls or by deferred checks."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from ...adapters.database import Database
from ...errors import ConnectionLost, DatabaseError
from .choose import PLAIN, Chooser, Tuple
from .conditions import conditions
from .domains import Domains, Row
from .facts import Facts, Reference, Table, read_facts
from .fill import Filled, attempt, fill, said

LIMIT = 30.0
"""Seconds."""
SETTINGS = {"statement_timeout": "5s", "lock_timeout": "5s", "synchronous_commit": "off", "client_min_messages": "error"}
PARENTS_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Seeded:
    """One table's outcome: its rows; what was switched off for them; why there are none."""

    table: str
    rows: int
    without: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Seeding:
    """What came of it, table by table."""

    tables: tuple[Seeded, ...] = ()
    seconds: float = 0.0

    @property
    def empty(self) -> tuple[Seeded, ...]:
        return tuple(t for t in self.tables if not t.rows)


def seed(database: Database, excluded: Iterable[str] = (), *, limit: float = LIMIT) -> Seeding:
    """Fills the tables outside the excluded schemas, and those that they refer to; what takes longer than the limit stays empty.

    Raises:
        ConnectionLost
    """
    started = time.monotonic()
    outside = frozenset(excluded)
    with _settings(database):
        facts = read_facts(database, outside)
        work = _Work(database, facts, started + limit)
        work.run()
    return Seeding(tuple(work.outcome(t) for t in facts.tables if t.schema not in outside), time.monotonic() - started)


@contextmanager
def _settings(database: Database) -> Iterator[None]:
    before = {name: database.value("select pg_catalog.current_setting(%s)", (name,)) for name in SETTINGS}
    try:
        for name, value in SETTINGS.items():
            database.execute("select pg_catalog.set_config(%s, %s, false)", (name, value))
        yield
    finally:
        with suppress(ConnectionLost):
            for name, value in before.items():
                database.execute("select pg_catalog.set_config(%s, %s, false)", (name, value))


@dataclass(slots=True)
class _Work:
    """The state of one seeding.

    `promised`: tables whose rows others refer to already, with the checks deferred; `deferred`: tables of the open transaction.
    `open`: foreign keys that got nulls, to be filled in the end.
    """

    database: Database
    facts: Facts
    deadline: float
    done: dict[int, Filled] = field(default_factory=dict)
    promised: set[int] = field(default_factory=set)
    deferred: list[int] = field(default_factory=list)
    open: list[tuple[Table, Reference]] = field(default_factory=list)
    keys: dict[tuple[str, tuple[str, ...]], list[Tuple]] = field(default_factory=dict)
    chooser: Chooser = field(init=False)
    tables: dict[int, Table] = field(init=False)

    def __post_init__(self) -> None:
        self.chooser = Chooser(self.database, Domains(self.database, self.facts.types))
        self.tables = {t.oid: t for t in self.facts.tables}

    def run(self) -> None:
        left = list(self.facts.tables)
        while left and time.monotonic() < self.deadline:
            table = self._next(left)
            left.remove(table)
            self._defer_for(table)
            self.done[table.oid] = self._filled(table)
            self.promised.discard(table.oid)
            self._commit()
        self.promised.clear()
        self._commit()
        for table, reference in self.open:
            self._close(table, reference)

    def outcome(self, table: Table) -> Seeded:
        found = self.done.get(table.oid) or Filled(0, why="the time for seeding was over")
        return Seeded(table.name, found.rows, found.without, found.why)

    # order

    def _next(self, left: Sequence[Table]) -> Table:
        """One that everything it refers to is there for; else one that can do without, or that may be checked later."""
        promised = [t for t in left if t.oid in self.promised]
        for pool in (promised, left):
            for later in (False, True):
                for table in pool:
                    if all(self._there(table, r) or _optional(table, r) or (later and r.deferrable) for r in table.references):
                        return table
        return left[0]

    def _there(self, table: Table, reference: Reference) -> bool:
        return all(leaf in self.done or leaf == table.oid or leaf not in self.tables for leaf in reference.leaves)

    # circles

    def _defer_for(self, table: Table) -> None:
        """Opens a transaction in which what the table refers to may come later."""
        late = [r for r in table.references if not self._there(table, r) and not _optional(table, r) and r.deferrable]
        if late and not self.database.in_transaction:
            self.database.begin()
            self.database.execute("set constraints all deferred")
        self.promised.update(leaf for r in late for leaf in r.leaves if leaf not in self.done)
        if self.database.in_transaction:
            self.deferred.append(table.oid)

    def _commit(self) -> None:
        if self.promised or not self.database.in_transaction:
            return
        try:
            self.database.commit()
        except ConnectionLost:
            raise
        except DatabaseError as error:
            for oid in self.deferred:
                self.done[oid] = Filled(0, why=said(error))
        self.deferred.clear()

    def _close(self, table: Table, reference: Reference) -> None:
        """Rows with a null in the key point at a row that fits their other columns; one that may not is left as it is."""
        pairs = list(zip(reference.columns, reference.target_columns, strict=True))
        empty = [(c, t) for c, t in pairs if table.column(c).nullable]
        match = " and ".join(f"p.{t} = t.{c}" for c, t in pairs if (c, t) not in empty) or "true"
        sets = ", ".join(f"{c} = (select p.{t} from {reference.target_name} p where {match} limit 1)" for c, t in empty)
        some = f"select ctid from only {table.name} where {empty[0][0]} is null order by ctid limit 3"
        with suppress(DatabaseError):
            self.database.execute(f"update only {table.name} t set {sets} where t.ctid in ({some})")

    # one table

    def _filled(self, table: Table) -> Filled:
        try:
            return attempt(self.database, lambda: self._attempted(table))
        except ConnectionLost:
            raise
        except DatabaseError as error:
            return Filled(0, why=said(error))

    def _attempted(self, table: Table) -> Filled:
        own = [r for r in table.references if table.oid in r.leaves and not _optional(table, r)]
        referred = {r: self._keys(table, r) for r in table.references if r not in own}
        missing = [r for r, keys in referred.items() if not keys and not _optional(table, r)]
        if missing:
            why = next((f": {self.done[leaf].why}" for leaf in missing[0].leaves if leaf in self.done and self.done[leaf].why), "")
            return Filled(0, why=f"it refers to {missing[0].target_name}, which has no rows{why}")
        drafts = self.chooser.rows(table, referred, self._counted(table))
        if not drafts and table.references:
            return Filled(0, why="the rows that its foreign keys refer to do not fit together")
        return fill(self.database, table, [_to_itself(d, own) for d in drafts])

    def _counted(self, table: Table) -> frozenset[str]:
        """Columns that a sequence may fill, since nothing depends on their value."""
        fixed = {name for check in conditions(table) for name in check.columns}
        fixed.update(name for r in table.references for name in (*r.columns, *(r.target_columns if table.oid in r.leaves else ())))
        if table.oid in self.promised:
            return frozenset()
        return frozenset(c.name for c in table.columns if c.counted and c.name not in fixed)

    def _keys(self, table: Table, reference: Reference) -> list[Tuple]:
        if table.oid in reference.leaves or (not self._there(table, reference) and _optional(table, reference)):
            self.open.append((table, reference))
            return []
        if not self._there(table, reference):
            return self._predicted(reference)
        wanted = (reference.target_name, reference.target_columns)
        if wanted not in self.keys:
            names = ", ".join(f"{name}::text" for name in reference.target_columns)
            full = " and ".join(f"{name} is not null" for name in reference.target_columns)
            self.keys[wanted] = self.database.rows(f"select {names} from {reference.target_name} where {full} limit {PARENTS_SHOWN}")
        return self.keys[wanted]

    def _predicted(self, reference: Reference) -> list[Tuple]:
        """The keys that the target's first rows will have."""
        target = self.tables[reference.leaves[0]]
        pools = [self.chooser.domains.of(target.column(name)).plain for name in reference.target_columns]
        return [tuple(pool[n] for pool in pools) for n in range(min(PLAIN, *map(len, pools)))]


def _optional(table: Table, reference: Reference) -> bool:
    """Whether a row may refer to nothing."""
    nullable = [table.column(name).nullable for name in reference.columns]
    return all(nullable) if reference.full_match else any(nullable)


def _to_itself(draft: Row, references: Sequence[Reference]) -> Mapping[str, str | None]:
    """A row of a table that must refer to the table refers to itself."""
    pairs = {c: t for r in references for c, t in zip(r.columns, r.target_columns, strict=True)}
    return {**draft, **{c: draft[t] for c, t in pairs.items() if t in draft}}
