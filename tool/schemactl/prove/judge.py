"""The proof: a file's bytes run both ways on a fresh copy, and two judges that share no code must agree on where they lead."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Protocol

from ..adapters.binaries import Binaries
from ..adapters.database import Database
from ..adapters.dump import dump_differences, dump_schema, schema_objects
from ..errors import DatabaseError
from ..measured import Measurement
from ..model import Catalog, Difference, Key, Migration
from .data import DataFindings, DataProof
from .measure import Meter

DOWN, UP = "down", "up"
Run = Callable[[Database, Migration, str, Meter | None], int]
"""Runs one migration in one direction, through the code that `apply` uses, watched by the meter where there is one; says how many
locks it held in the end."""


RELATION = re.compile(r'(?:"(?:[^"]|"")+"|[^".()]+)\.(?:"(?:[^"]|"")+"|[^".()]+)')
"""A schema and a name, which may be a table's: pg_dump takes nothing else, and leaves out a table with its indexes and constraints."""


class Judge(Protocol):
    """Looks at a database, and says in what two looks differ."""

    @property
    def name(self) -> str: ...

    def look(self, subject: Subject) -> Any: ...

    def differences(self, have: Any, want: Any) -> tuple[str, ...]: ...


@dataclass(frozen=True, slots=True)
class Subject:
    """A database under judgement: an open connection, and the connection string of somebody who may dump it."""

    database: Database
    dump_url: str


@dataclass(frozen=True)
class FactsJudge:
    """Our own reading of the catalog."""

    read: Callable[[Database], Catalog]
    compare: Callable[[Catalog, Catalog], Difference]
    name: str = "facts"

    def look(self, subject: Subject) -> Catalog:
        return self.read(subject.database)

    def differences(self, have: Catalog, want: Catalog) -> tuple[str, ...]:
        return self.compare(have, want).lines()


@dataclass(frozen=True)
class DumpJudge:
    """pg_dump, column order aside. `left_out` says which objects of a database are not compared, each with all that is inside it."""

    binaries: Binaries
    excluded_schemas: tuple[str, ...] = ()
    left_out: Callable[[Database], Collection[Key]] = lambda _: ()
    name: str = "pg_dump"

    def look(self, subject: Subject) -> dict[tuple[str, str, str], str]:
        names = [key.identity for key in self.left_out(subject.database)]
        relations = [n for n in names if RELATION.fullmatch(n)]
        text = dump_schema(subject.dump_url, self.binaries, exclude=self.excluded_schemas, exclude_relations=relations)
        return schema_objects(text, names)

    def differences(self, have: dict[tuple[str, str, str], str], want: dict[tuple[str, str, str], str]) -> tuple[str, ...]:
        return dump_differences(have, want)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the proof found: lines by direction, each with the judge's name; none where all is well. `locks` are those that each UP held.

    `before` are the facts of the copy at the start, `states` those after each UP. `broken` are the objects, with PostgreSQL's words,
    that worked before and that UP leaves in place unable to work. `measured` is what each UP did, statement by statement. `data` is what
    became of the seeded rows.
    """

    up: tuple[str, ...]
    down: tuple[str, ...]
    before: Catalog
    states: tuple[Catalog, ...]
    broken: tuple[tuple[Key, str], ...]
    locks: tuple[int, ...]
    measured: tuple[Measurement, ...]
    server_version: str
    data: DataFindings = field(default_factory=DataFindings)

    @property
    def holds(self) -> bool:
        return not (self.up or self.down or self.data.unexplained)


@dataclass(frozen=True, slots=True)
class Goal:
    """The wanted state: a database that holds it, and its facts as they were read."""

    subject: Subject
    facts: Catalog


def prove(
    copy: Subject, goal: Goal, migrations: Sequence[Migration], run: Run, facts: FactsJudge, dump: DumpJudge, data: DataProof
) -> Verdict:
    """Runs the migrations up and back down on `copy`, which holds the start state with the rows that `data` follows; nobody else uses it.

    Raises:
        FailedOnLive, DatabaseError: a statement of the files fails.
    """
    judges: tuple[Judge, ...] = (facts, dump)
    before = [j.look(copy) for j in judges]
    lame = _unable(copy.database, before[0])
    states, locks, measured = [], [], []
    meter = Meter(copy.database)
    for migration in migrations:
        locks.append(data.run(partial(run, copy.database, migration, UP, meter), is_up=True))
        measured.append(meter.taken())
        states.append(facts.look(copy))
    up = _findings(judges, [states[-1] if states else before[0], dump.look(copy)], [goal.facts, dump.look(goal.subject)])
    broken = tuple((key, why) for key, why in _unable(copy.database, states[-1] if states else before[0]).items() if key not in lame)
    data.look_after_up()
    for migration in reversed(migrations):
        data.run(partial(run, copy.database, migration, DOWN, None), is_up=False)
    down = _findings(judges, [j.look(copy) for j in judges], before)
    version = str(copy.database.value("select current_setting('server_version')")).split(" ", 1)[0]
    return Verdict(up, down, before[0], tuple(states), broken, tuple(locks), tuple(measured), version, data.findings())


def _unable(database: Database, facts: Catalog) -> dict[Key, str]:
    """The objects whose probe PostgreSQL refuses, with its reason."""
    found = {}
    for key, fact in facts.items():
        if fact.probe:
            try:
                database.value(fact.probe)
            except DatabaseError as error:
                found[key] = str(error)
    return found


def _findings(judges: Sequence[Judge], have: Sequence[Any], want: Sequence[Any]) -> tuple[str, ...]:
    return tuple(f"{j.name}: {line}" for j, h, w in zip(judges, have, want, strict=True) for line in j.differences(h, w))
