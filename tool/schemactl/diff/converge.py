"""`converge(trial, goal)`: moves a scratch copy until its facts equal the goal's. `find_way` calls it for UP, and from there for DOWN."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from ..errors import DatabaseError, NotConverged
from ..model import Catalog, Change, Difference, Form, Key, Step, Verb, Way
from .dependents import in_the_way
from .difference import difference
from .renames import rename, taken_back
from .round import changes
from .trial import Reached, Trial

ROUNDS = 12
SHOWN = 20

# undefined table, column, function, object, schema; and duplicates of them, which an outstanding drop will end
NOT_YET = frozenset({"42P01", "42703", "42883", "42704", "3F000", "42P07", "42701", "42710", "42723", "42P06"})


Propose = Callable[[Iterable[Key]], Form]
"""Somebody else's opinion (migra's): the statements that it would run for the objects with these keys."""


def find_way(trial: Trial, goal: Catalog, propose: Propose | None = None, propose_back: Propose | None = None) -> Way:
    """The way from the trial's state to the goal's facts and back. The trial is then where it was.

    Raises:
        NotConverged: there is none in one of the directions.
    """
    states = [trial.read()]
    ran = rename(trial, goal)
    start = trial.read()
    trial.restart()
    reached = converge(trial, goal, propose)
    states += [r.state for r in reached]
    trial.single = True
    back = taken_back((*ran, *(r for r in goal.renames if r.label)))
    denied = taken_back(goal.denied, ran)
    down = [_undo(trial, before.saying(back, denied), propose_back) for before in reversed(states[:-1])]
    trial.single = False
    return Way(tuple(r.step for r in reached), tuple(reversed(down)), start, ran)


def _undo(trial: Trial, goal: Catalog, propose: Propose | None) -> Step:
    reached = converge(trial, goal, propose)
    return reached[0].step if reached else Step(())


def converge(trial: Trial, goal: Catalog, propose: Propose | None = None) -> tuple[Reached, ...]:
    """The steps that lead from the trial's state to the goal's facts, as they succeeded.

    Raises:
        NotConverged: a round changed nothing although facts still differ; the message lists them with PostgreSQL's reasons.
    """
    try:
        return _converge(trial, goal, propose, lesser=False)
    except NotConverged:
        if not (trial.single and trial.wanted_commit):
            raise
        # one transaction must do: what needs a commit in between takes its other form
        trial.restart()
        return _converge(trial, goal, propose, lesser=True)


@dataclass
class _Lesson:
    """What a run has learned: which changes had to take dependents out of the way, and whether statements were wasted on those."""

    stubborn: frozenset[Key] = frozenset()
    wasted: bool = False


def _converge(trial: Trial, goal: Catalog, propose: Propose | None, *, lesser: bool) -> tuple[Reached, ...]:
    lesson = _Lesson()
    _run(trial, goal, propose, lesson, lesser=lesser)
    if lesson.wasted and trial.is_one_step:
        length = trial.length
        trial.restart()
        try:
            _run(trial, goal, propose, _Lesson(), lesser=lesser, first=lesson.stubborn)
        except NotConverged:
            length = 0
        if trial.length >= length:
            trial.restart()
            _run(trial, goal, propose, _Lesson(), lesser=lesser)
    return trial.finish()


def _run(
    trial: Trial, goal: Catalog, propose: Propose | None, lesson: _Lesson, *, lesser: bool, first: frozenset[Key] = frozenset()
) -> None:
    """Rounds until nothing differs. Changes of `first` come before all others in a round, without whatever depends on them."""
    failures: dict[Key, DatabaseError] = {}
    rename(trial, goal)
    for _ in range(ROUNDS):
        start = trial.read()
        delta = difference(start, goal)
        if not delta:
            return
        before = trial.length
        wanted = changes(start, goal, delta)
        if lesser:
            wanted = [replace(c, forms=c.forms[1:]) if c.needs_commit and c.forms[1:] else c for c in wanted]
        early = [c for c in wanted if c.key in first]
        if not _first(trial, early, start, goal, lesson):
            failures = _round(trial, start, [c for c in wanted if c not in early], goal, propose, lesson)
        if trial.length == before:
            break
    raise NotConverged(_left(difference(trial.read(), goal), failures), hint="Nothing was written. The lines above say what is left.")


def _first(trial: Trial, early: list[Change], start: Catalog, goal: Catalog, lesson: _Lesson) -> bool:
    """Runs the changes that are known to need room. True where dependents were taken out, so that the facts must be read again."""
    stuck = [c for c in early if _attempt(trial, c, patient=False)]
    return sum(_with_dependents_removed(trial, c, start, goal, lesson) for c in stuck) > 0


def _round(
    trial: Trial, start: Catalog, wanted: list[Change], goal: Catalog, propose: Propose | None, lesson: _Lesson
) -> dict[Key, DatabaseError]:
    waiting = _in_passes(trial, wanted)
    if waiting and propose:
        waiting = _in_passes(trial, [_with_proposal(c, propose, start, goal) for c, _ in waiting])
    failures = {}
    for change, error in waiting:
        if not _with_dependents_removed(trial, change, start, goal, lesson):
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


def _with_proposal(change: Change, propose: Propose, start: Catalog, goal: Catalog) -> Change:
    """The change with the other differ's way as its last form, unless that drops something that holds data and stays."""
    catalog = start if change.key in start else goal
    proposed = propose([_root(catalog, change.key)])
    destroys = change.key in goal and any(s.verb is Verb.DROP for s in proposed)
    return change if destroys or not proposed else replace(change, forms=(*change.forms, proposed))


def _root(catalog: Catalog, key: Key) -> Key:
    """The object that the key is part of: a column's table, a table itself."""
    while whole := catalog.whole(key):
        key = whole
    return key


def _with_dependents_removed(trial: Trial, change: Change, start: Catalog, goal: Catalog, lesson: _Lesson) -> bool:
    """Takes what depends on the object out of the way, the cheap first, and tries again; the next round puts it back."""
    if change.verb is Verb.CREATE:
        return False
    touched = trial.touched
    for obstacles in in_the_way(start, goal, change):
        try:
            with trial.undone_on_failure():
                for obstacle in obstacles:
                    _remove(trial, obstacle)
                error = _attempt(trial, change, patient=False)
                if error:
                    raise error
        except DatabaseError:
            continue
        lesson.stubborn |= {change.key}
        # what is cheap may have been made anew itself
        again = [o.key for o in obstacles] + [change.key] * start[change.key].CHEAP
        lesson.wasted |= not touched.isdisjoint(start.inside(again))
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
