"""Measures statements on the copy, between one and the next: locks from pg_locks, rewrites from file nodes, scans from statistics."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

from ..adapters.database import Database
from ..measured import Footprint, Lock, LockMode, Measurement
from ..model import Key

EACH = 300
"""So many statements of a file are measured one by one, later ones in groups: reading pg_locks costs more with every lock held."""
GROUP = 50


@dataclass(frozen=True, slots=True)
class _Relation:
    """A relation as `relations.sql` gives it."""

    oid: int
    kind: str
    identity: str
    of_table: int | None
    file: int
    tablespace: int
    scans: int

    @property
    def key(self) -> Key:
        return Key(self.kind, self.identity)


@dataclass(frozen=True, slots=True)
class _State:
    """What was last seen of a relation."""

    mode: LockMode | None
    file: int
    tablespace: int
    scans: int
    builds: int = 0


@dataclass(slots=True)
class Meter:
    """Watches the runs of a proof. What was there before the first of them counts, what one of them makes does not.

    `before`, `observe` and `after` go to the runner; `taken` gives the measurement of the last run.
    """

    database: Database
    _known: Mapping[int, _Relation] | None = None
    _seen: dict[int, _State] = field(default_factory=dict)
    _footprints: list[Footprint] = field(default_factory=list)
    _open: list[tuple[str, float]] = field(default_factory=list)
    _is_whole: bool = True

    def before(self, _: Database) -> None:
        """Notes the state from which the run starts, inside its transaction."""
        here = self._relations()
        self._known = here if self._known is None else self._known
        self._seen = {oid: _State(None, r.file, r.tablespace, r.scans) for oid, r in here.items() if oid in self._known}
        self._footprints, self._open, self._is_whole = [], [], True

    def observe(self, sql: str, seconds: float) -> None:
        """Notes what the statement that has just run did."""
        self._open.append((sql, seconds))
        number = self._measured + len(self._open)
        if not self.database.in_transaction:
            # its locks went with its commit
            self._is_whole = False
            self._close(())
        elif number <= EACH or number % GROUP == 0:
            self._measure()

    def after(self, _: Database) -> None:
        """Measures the rest, while the locks are held."""
        if self._open:
            self._measure()

    def taken(self) -> Measurement:
        """The measurement of the run that is over."""
        here = self._relations()
        names = {r.key for r in here.values()}
        gone = frozenset(r.key for oid, r in (self._known or {}).items() if oid not in here and r.key not in names)
        return Measurement(tuple(self._footprints), gone, self._is_whole)

    @property
    def _measured(self) -> int:
        return self._footprints[-1].last if self._footprints else 0

    def _relations(self) -> dict[int, _Relation]:
        return {row[0]: _Relation(*row) for row in self.database.rows(_query("relations"))}

    def _measure(self) -> None:
        known = self._known or {}
        rows = self.database.rows(_query("locks")) if known else []
        self._close([row for row in rows if row[0] in known])

    def _close(self, rows: Iterable[tuple[Any, ...]]) -> None:
        """Makes the open statements a footprint."""
        now = _states(rows)
        changes = list(self._changes(now))
        self._footprints.append(
            Footprint(
                first=self._measured + 1,
                last=self._measured + len(self._open),
                sql=";\n".join(sql for sql, _ in self._open),
                milliseconds=1000 * sum(seconds for _, seconds in self._open),
                locks=tuple(self._new_locks(now)),
                rewritten=_keys(changes, "rewritten"),
                rebuilt=_keys(changes, "rebuilt"),
                emptied=_keys(changes, "emptied"),
                scanned=_keys(changes, "scanned"),
            )
        )
        self._seen |= now
        self._open = []

    def _new_locks(self, now: Mapping[int, _State]) -> Iterator[Lock]:
        for oid, state in now.items():
            relation, before = self._relation(oid), self._seen[oid].mode
            table = now.get(relation.of_table or 0)
            if state.mode and state.mode > max(before or 0, table.mode or 0 if table else 0):
                yield Lock(relation.key, state.mode)

    def _changes(self, now: Mapping[int, _State]) -> Iterator[tuple[str, Key]]:
        """What happened to which relation, in words that are fields of a footprint."""
        for oid, state in now.items():
            relation, before = self._relation(oid), self._seen[oid]
            scans = state.scans - before.scans
            if state.file != before.file and state.file and relation.kind != "sequence":
                yield _rewrite(relation, before, state, scans), relation.key
            elif scans > 0 and not relation.of_table:
                yield "scanned", relation.key

    def _relation(self, oid: int) -> _Relation:
        return (self._known or {})[oid]


def _rewrite(relation: _Relation, before: _State, now: _State, scans: int) -> str:
    """A truncated relation is read only to build its indexes anew, each of which reads it once, an exclusion constraint's twice."""
    if relation.of_table:
        return "rebuilt"
    moved = now.tablespace != before.tablespace or relation.kind != "table"
    return "rewritten" if moved or scans > now.builds else "emptied"


def _states(rows: Iterable[tuple[Any, ...]]) -> dict[int, _State]:
    """Rows of `locks.sql` → the states by relation, with the strongest of the modes; a dropped relation has no file any more."""
    states: dict[int, _State] = {}
    for oid, name, file, tablespace, scans, builds in rows:
        mode, earlier = LockMode.of(name), states.get(oid)
        strongest = max(mode, earlier.mode) if earlier and earlier.mode else mode
        states[oid] = _State(strongest, file or 0, tablespace or 0, scans or 0, builds)
    return states


def _keys(changes: Iterable[tuple[str, Key]], what: str) -> tuple[Key, ...]:
    return tuple(key for happened, key in changes if happened == what)


@cache
def _query(name: str) -> str:
    return resources.files(__package__).joinpath(f"{name}.sql").read_text(encoding="utf-8")
