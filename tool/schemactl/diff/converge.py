"""`converge(trial, goal)`: moves a scratch copy until its facts equal the goal's. Called for UP, and from there for DOWN."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from ..adapters.database import Database
from ..errors import DatabaseError, NotConverged
from ..model import Catalog, Change, Difference, Form, Key, Step, Verb
from .dependents import in_the_way
from .difference import difference
from .round import changes
from .trial import Trial

ROUNDS = 12
SHOWN = 20

# undefined table, column, function, object, schema; and duplicates of them, which an outstanding drop will end
NOT_YET = frozenset({"42P01", "42703", "42883", "42704", "3F000", "42P07", "42701", "42710", "42723", "42P06"})


class Differ(Protocol):
    """Somebody else's opinion of how to get from one database to another (migra)."""

    def proposals(self, keys: frozenset[Key]) -> dict[Key, Form]:
        """Statements by the key of the object that they change, only for the keys that differ."""


def converge(trial: Trial, goal: Catalog, read: Callable[[Database], Catalog], differ: Differ | None = None) -> tuple[Step, ...]:
    """The steps that lead from the trial's state to the goal's facts, as they succeeded.

    Raises:
        NotConverged: a round changed nothing although facts still differ; the message lists them with PostgreSQL's reasons.
    """
    failures: dict[Key, DatabaseError] = {}
    for _ in range(ROUNDS):
        start = read(trial.database)
        delta = difference(start, goal)
        if not delta:
            return trial.finish()
        before = trial.length
        failures = _round(trial, start, changes(start, goal, delta), goal, differ)
        if trial.length == before:
            break
    raise NotConverged(_left(difference(read(trial.database), goal), failures), hint="Nothing was written. The lines above say what is left.")


def _round(trial: Trial, start: Catalog, wanted: list[Change], goal: Catalog, differ: Differ | None) -> dict[Key, DatabaseError]:
    waiting = _in_passes(trial, wanted)
    if waiting and differ:
        waiting = _in_passes(trial, [_with_proposal(c, differ, goal) for c, _ in waiting])
    failures = {}
    for change, error in waiting:
        if not _with_dependents_removed(trial, change, start):
            failures[change.key] = error
    return failures


def _in_passes(trial: Trial, wanted: list[Change]) -> list[tuple[Change, DatabaseError]]:
    """Runs what can run until a pass achieves nothing; then every form of what is left gets its chance. Returns what still fails."""
    patient = True
    while True:
        waiting: list[tuple[Change, DatabaseError]] = []
        for change in wanted:
            error = _attempt(trial, change, patient)
            if error:
                waiting.append((change, error))
        progress = len(waiting) < len(wanted)
        if not waiting or not (progress or patient):
            return waiting
        patient = progress
        wanted = [change for change, _ in waiting]


def _attempt(trial: Trial, change: Change, patient: bool) -> DatabaseError | None:
    """Tries the forms in turn. None when one of them ran, else the first form's error: that one says best what is missing.

    With patience a form that lacks something waits for it, and a lesser form is not tried in its place.
    """
    first: DatabaseError | None = None
    for form in change.forms:
        try:
            trial.run(form)
        except DatabaseError as error:
            first = first or error
            if patient and error.sqlstate in NOT_YET:
                return first
        else:
            return None
    return first


def _with_proposal(change: Change, differ: Differ, goal: Catalog) -> Change:
    """The change with the other differ's way as its last form, unless that destroys data of an object that stays."""
    proposed = differ.proposals(frozenset({change.key})).get(change.key, ())
    destroys = change.key in goal and any(s.verb is Verb.DROP for s in proposed)
    return change if destroys or not proposed else Change(change.key, change.verb, (*change.forms, proposed), change.covers)


def _with_dependents_removed(trial: Trial, change: Change, start: Catalog) -> bool:
    """Takes what depends on the object out of the way, the cheap first, and tries again; the next round puts it back."""
    if change.verb is Verb.CREATE:
        return False
    for obstacles in in_the_way(start, change):
        try:
            with trial.undone_on_failure():
                for obstacle in obstacles:
                    _remove(trial, obstacle)
                error = _attempt(trial, change, patient=False)
                if error:
                    raise error
        except DatabaseError:
            continue
        return True
    return False


def _remove(trial: Trial, obstacle: Change) -> None:
    error = _attempt(trial, obstacle, patient=False)
    # gone already, with something that was removed before it
    if error and error.sqlstate not in NOT_YET:
        raise error


def _left(delta: Difference, failures: dict[Key, DatabaseError]) -> str:
    lines = delta.lines()
    reasons = [f"  {key}: {e} (SQLSTATE {e.sqlstate}) in: {' '.join(e.sql.split())[:200]}" for key, e in failures.items()]
    shown = "\n".join(f"  {line}" for line in lines[:SHOWN])
    more = f"\n  … and {len(lines) - SHOWN} more" if len(lines) > SHOWN else ""
    why = "\nPostgreSQL refused:\n" + "\n".join(reasons[:SHOWN]) if reasons else ""
    return f"no migration was found that reaches the wanted state. What is left:\n{shown}{more}{why}"
