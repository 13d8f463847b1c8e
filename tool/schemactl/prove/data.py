"""The proof with rows: seeds the copy, lets the files run over them, and says what was lost, altered, or kept a file from running."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from importlib import resources
from typing import TypeVar

from ..adapters.database import Database
from ..errors import DatabaseError, NotConverged
from .contents import Contents, Held, read_contents
from .rows import Finding, Names, compare, names_between, retyped
from .seed import Seeding

NOT_NULL_VIOLATION = "23502"
SHOWN = 80
T = TypeVar("T")
NOT_SEEDED, SEEDED_WITH, ROLLBACK = "not seeded", "seeded with", "rollback"
DATA_NOTES = (NOT_SEEDED, SEEDED_WITH, ROLLBACK)
"""Labels of header lines."""
ALTERED = re.compile(
    r"\s*(?:alter\s+(?:foreign\s+)?table\s+(?:if\s+exists\s+)?(?:only\s+)?|create\s+(?:unique\s+)?index.*?\son\s+(?:only\s+)?|insert\s+into\s+|update\s+(?:only\s+)?)"
    r'(?P<table>(?:"[^"]+"|\w+)(?:\.(?:"[^"]+"|\w+))?)',
    re.I | re.S,
)


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that did not run over the seeded rows, and did when those of the table were gone. `table` is empty where it took all rows."""

    is_up: bool
    table: str
    column: str
    message: str
    statement: str

    def __str__(self) -> str:
        text = " ".join(self.statement.split())
        return f"{self.message}, at: {text if len(text) <= SHOWN else text[: SHOWN - 1] + '…'}"


@dataclass(frozen=True, slots=True)
class DataFindings:
    """What the proof saw of rows. `lost` is after UP, `not_back` after DOWN; both leave out tables whose rows had to go for a file to run.

    `names` are the new ones, which all this is said in. `expected`: what may lose rows and values; None where the reader judges.
    `retyped`: columns that have another type after UP, which may not hold all that they held.
    """

    seeding: Seeding = field(default_factory=Seeding)
    lost: tuple[Finding, ...] = ()
    not_back: tuple[Finding, ...] = ()
    failures: tuple[Failure, ...] = ()
    removed: frozenset[str] = frozenset()
    names: Names = field(default_factory=Names)
    expected: frozenset[str] | None = None
    retyped: frozenset[str] = frozenset()

    @property
    def unexplained(self) -> tuple[str, ...]:
        """Losses that nobody announced: the proof fails by them."""
        if self.expected is None:
            return ()
        up = [f for f in self.lost if not f.retyped and not any(map(f.is_of, self.expected))]
        known = [*self.expected, *self.retyped, *(f.identity for f in self.lost)]
        down = [f for f in self.not_back if not any(map(f.is_of, known))]
        return (*(f"rows, after up: {f}" for f in up), *(f"rows, after down: {f}" for f in down))

    @property
    def sentence(self) -> str:
        """`data (11 of 12 tables)`: so many went all the way with rows; empty where there is no table."""
        total = len(self.seeding.tables)
        kept = sum(t.rows > 0 and t.table not in self.removed for t in self.seeding.tables)
        return f"data ({kept} of {total} table{'s' if total != 1 else ''})" if total else ""

    @property
    def notes(self) -> tuple[tuple[str, str], ...]:
        """Header lines: which tables have no rows in the proof, for which something had to be switched off, and what DOWN fails on."""
        empty = ", ".join(f"{t.table} ({t.why})" for t in self.seeding.empty)
        forced = ", ".join(f"{t.table} ({t.without})" for t in self.seeding.tables if t.without)
        fails = ", ".join(f"fails on rows of {f.table or 'a table'} ({f})" for f in self.failures if not f.is_up)
        return tuple((label, text) for label, text in zip(DATA_NOTES, (empty, forced, fails), strict=True) if text)


@dataclass(slots=True)
class DataProof:
    """Follows the rows of one copy through UP and DOWN."""

    database: Database
    seeding: Seeding
    excluded: frozenset[str]
    names: Names | None = None
    expected: frozenset[str] | None = frozenset()
    failures: list[Failure] = field(default_factory=list)
    removed: set[str] = field(default_factory=set)
    lost: tuple[Finding, ...] = ()
    retyped: frozenset[str] = frozenset()
    is_under_way: bool = False
    start: Contents = field(init=False)

    def __post_init__(self) -> None:
        self.start = self._look()

    def run(self, action: Callable[[], T], *, is_up: bool) -> T:
        """The action; where it fails on rows, again without those of the table it fails on, and in the end without any.

        Raises:
            NotConverged: it fails without rows too.
        """
        while True:
            try:
                done = action()
            except NotConverged as error:
                if error.cause is None or self.database.in_transaction or not self._remove(error.cause, is_up=is_up):
                    raise
            else:
                self.is_under_way = True
                return done

    def look_after_up(self) -> None:
        before, after = self._kept(self.start), self._look()
        self.names = self.names or names_between(before, after)
        self.lost = tuple(f for f in compare(self.database, before, after, self.names) if f.table not in self.removed)
        self.retyped = frozenset(retyped(before, after, self.names))

    def findings(self) -> DataFindings:
        """To be asked after DOWN. What DOWN does not bring back is said under the names after UP, as all else is."""
        before, after = self._kept(self.start), self._look()
        names = self.names or Names()
        not_back = compare(self.database, before, after, names_between(before, after))
        return DataFindings(
            self.seeding,
            self.lost,
            tuple(replace(f, table=names.table(f.table), column=f.column and names.column(f.table, f.column)) for f in not_back),
            tuple(self.failures),
            frozenset(self.removed),
            names,
            self.expected,
            self.retyped,
        )

    def _look(self) -> Contents:
        return read_contents(self.database, self.excluded)

    def _kept(self, contents: Contents) -> Contents:
        tables = {n: t for n, t in contents.tables.items() if not {n, t.root} & self.removed}
        return replace(contents, tables=tables)

    def _remove(self, error: DatabaseError, *, is_up: bool) -> bool:
        """Takes the rows away that a file failed on; whether there were any."""
        before = {t.name: t for t in self._look().tables.values() if t.count}
        # a partition that the file itself makes has no rows in the copy: the table that it names has them
        named = (error.table, _altered(error.sql))
        mine = next(filter(None, ([name for name, t in before.items() if table in (name, t.root)] for table in named)), [])
        fewer = self._without_nulls(error, mine) or self._halved([before[name] for name in mine])
        if not before or not (fewer or self._truncated(mine or before)):
            return False
        now = self._look()
        emptied = [t for t in before.values() if not (t.name in now.tables and now.tables[t.name].count)]
        self.removed.update(name for t in emptied for name in (t.name, t.root))
        if not self.is_under_way:
            self.start = now
        message = str(error).split("\n", 1)[0]
        at = (before[mine[0]].root, error.column) if mine else ("", "")
        self.failures.append(Failure(is_up, *at, message, error.sql))
        return True

    def _without_nulls(self, error: DatabaseError, tables: Iterable[str]) -> bool:
        """Where nulls are what it fails on, their rows alone go, if nothing refers to them."""
        if error.sqlstate != NOT_NULL_VIOLATION or not error.column:
            return False
        return self._deleted(dict.fromkeys(tables, f"{error.column} is null"))

    def _deleted(self, which: Mapping[str, str]) -> bool:
        """Whether there were such rows, which nothing keeps there. Once UP is done each row counts."""
        if self.is_under_way:
            return False
        try:
            gone = [self.database.rows(f"delete from only {t} where {condition} returning 1") for t, condition in which.items()]
        except DatabaseError:
            return False
        return any(gone)

    def _halved(self, tables: Iterable[Held]) -> bool:
        """The second half of the rows goes, if nothing refers to it: one row of a table says more than none."""
        kept = {t.name: f"select ctid from only {t.name} order by ctid limit {t.count // 2}" for t in tables if t.count > 1}
        return self._deleted({name: f"ctid not in ({first})" for name, first in kept.items()})

    def _truncated(self, tables: Iterable[str]) -> bool:
        """Whether all their rows went, with those that refer to them; the user's triggers, which may forbid it, do not fire."""
        switches = self.database.rows(resources.files(__package__).joinpath("truncate_triggers.sql").read_text(encoding="utf-8"))
        try:
            with self.database.transaction():
                for off, _ in switches:
                    self.database.execute(off)
                self.database.execute(f"truncate only {', only '.join(tables)} cascade")
                for _, on in switches:
                    self.database.execute(on)
        except DatabaseError:
            return False
        return True


def _altered(sql: str) -> str:
    found = ALTERED.match(sql)
    if not found:
        return ""
    return found["table"] if "." in found["table"] else f"public.{found['table']}"
