"""Renames: never guessed. What a person says is carried out before anything else is compared; what looks like one is asked about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from ..adapters.sql import names, quote_ident
from ..errors import DatabaseError, NotConverged, UsageError
from ..model import Catalog, Fact, Key, Remark, Rename, Statement, Verb
from .difference import difference
from .order import creation_order
from .trial import Trial

RENAMED_FROM, USING = "renamed from", "using"
MOST_PAIRS = 40_000
"""Of one kind: where more objects go and come than that, the schema was replaced, not renamed."""

Ask = Callable[[Rename], bool]
"""Asks a person whether that is a rename."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """What people say of renames: in the schema files, on the command line, and when they are asked (None: nobody can be)."""

    remarks: tuple[Remark, ...] = ()
    options: tuple[str, ...] = ()
    ask: Ask | None = None


def agreed(trial: Trial, goal: Catalog, spoken: Spoken) -> tuple[Catalog, tuple[Rename, ...]]:
    """The goal with what people say of it, and what looks like a rename although nobody spoke of it. The trial stays as it is.

    Raises:
        UsageError: a remark or an option means nothing that is there, or several things.
        NotConverged: PostgreSQL refuses a rename.
    """
    goal, left = _said(spoken.remarks, goal), spoken.options
    try:
        while True:
            rename(trial, goal)
            start = trial.read()
            if found := {text: meant for text in left if (meant := _stated(text, start, goal))}:
                left = tuple(text for text in left if text not in found)
                goal = goal.saying((*goal.renames, *found.values()), goal.denied, goal.using)
                continue
            doubts = likely(start, goal)
            if not doubts or spoken.ask is None:
                break
            yes = spoken.ask(doubts[0])
            goal = goal.saying((*goal.renames, *doubts[:yes]), (*goal.denied, *doubts[: not yes]), goal.using)
    finally:
        trial.restart()
    if left:
        hint = "The old name must be one that goes, the new one must be there: --rename public.orders.note=notes"
        raise UsageError(f"--rename {left[0]} names nothing that is to be renamed", hint=hint)
    return goal, doubts


def rename(trial: Trial, goal: Catalog) -> tuple[Rename, ...]:
    """Gives objects the names that `goal.renames` say, as far as they have the old ones still; returns what was done, in order.

    Raises:
        NotConverged: PostgreSQL refuses one.
    """
    done: list[Rename] = []
    wanted = [r for r in goal.renames if not r.label]
    while due := next((r for r in wanted if _is_due(r, trial.read(), goal)), None):
        _carry_out(trial, due, goal)
        done.append(due)
    return tuple(done)


def taken_back(renames: Sequence[Rename], earlier: Sequence[Rename] = ()) -> tuple[Rename, ...]:
    """The renames that undo these, outer objects first again: a column's then speaks of its table under the old name."""
    out: list[Rename] = []
    for wanted in renames:
        back = wanted.back()
        for outer in (*earlier, *renames[: len(out)]):
            back = Rename(outer.undone(back.old), outer.undone(back.new), back.label)
        out.append(back)
    return tuple(out)


def _is_due(wanted: Rename, start: Catalog, goal: Catalog) -> bool:
    return wanted.old in start and wanted.new not in start and wanted.new in goal


def _carry_out(trial: Trial, wanted: Rename, goal: Catalog) -> None:
    statements = trial.read()[wanted.old].rename(goal[wanted.new])
    if not statements:
        raise NotConverged(
            f"PostgreSQL cannot rename {wanted.old} to {wanted.new.identity}", hint="Take the rename out of the schema file."
        )
    try:
        trial.run(tuple(Statement(sql, wanted.new, Verb.ALTER) for sql in statements))
    except DatabaseError as error:
        raise NotConverged(f"{wanted.old} cannot be renamed to {wanted.new.identity}: {error} (SQLSTATE {error.sqlstate})") from None


def _said(remarks: Sequence[Remark], goal: Catalog) -> Catalog:
    """The goal with what the remarks say, outer objects before what is in them.

    Raises:
        UsageError: a remark's object is not there, or is several.
    """
    found = [(remark, _meant(remark, goal)) for remark in remarks]
    renames = [_rename(remark, key) for remark, key in found if remark.word == RENAMED_FROM]
    rank = {key: n for n, key in enumerate(creation_order(goal))} if renames else {}
    using = {key: remark.text for remark, key in found if remark.word == USING}
    return goal.saying(sorted(renames, key=lambda r: rank[r.new]), using=using)


def _meant(remark: Remark, goal: Catalog) -> Key:
    fitting = [key for key in goal if remark.may_mean(key)]
    at_home = [key for key in fitting if key.path[0] == "public"] if len(fitting) > 1 else fitting
    if len(at_home) != 1:
        many = f"is said of several objects: {', '.join(k.identity for k in fitting)}" if fitting else "is said of nothing that is there"
        raise UsageError(
            f"{remark.place}: `schemactl: {remark.word} {remark.text}` {many}", hint="Write the object's name with its schema."
        )
    return at_home[0]


def _rename(remark: Remark, key: Key) -> Rename:
    if remark.label is not None:
        return Rename(key, key, (names(remark.text)[-1] if not remark.text.startswith("'") else remark.text[1:-1], remark.label))
    old = tuple(quote_ident(name) for name in names(remark.text))
    # the schema may be said, too: the object has moved
    path = old if len(old) == len(key.path) else (*key.path[:-1], *old[-1:])
    return Rename(key.called(path), key)


def likely(start: Catalog, goal: Catalog) -> tuple[Rename, ...]:
    """What looks like a rename that nobody spoke of, outer objects first, each object in one of them at most.

    `start` are the facts after the renames that are known.
    """
    delta = difference(start, goal)
    known = {*goal.renames, *goal.denied}
    labels = (Rename(a.key, a.key, pair) for a, b in delta.changed for pair in a.relabelled(b))
    return tuple(r for r in (*_pairs(delta.extra, delta.missing, start, goal), *labels) if r not in known)


def _pairs(extra: Sequence[Fact], missing: Sequence[Fact], start: Catalog, goal: Catalog) -> Iterator[Rename]:
    taken: set[Key] = set()
    new: dict[str, list[Fact]] = {}
    for fact in missing:
        new.setdefault(fact.KIND, []).append(fact)
    old = Counter(fact.KIND for fact in extra)
    for before in extra:
        others = new.get(before.KIND, ())
        if len(others) * old[before.KIND] > MOST_PAIRS:
            continue
        fitting = [f for f in others if f.key not in taken and before.resembles(f, start, goal)]
        # several that fit: the one with the same own name has moved
        fitting.sort(key=lambda f: f.key.path[-1] != before.key.path[-1])
        for after in fitting[:1]:
            taken.add(after.key)
            yield Rename(before.key, after.key)


def _stated(text: str, start: Catalog, goal: Catalog) -> Rename | None:
    """The rename that a command line gives: `public.orders.note=notes`, `orders=app.trades`, `public.mood.sad=glum`.

    None where it names nothing that is in the start and not in the goal, and under the new name the other way round.

    Raises:
        UsageError: the text is not of that form, or may mean several objects.
    """
    old, equals, new = text.partition("=")
    if not equals or not names(old) or not names(new):
        raise UsageError(f"--rename {text} is not of the form OLD=NEW", hint="For example --rename public.orders.note=notes")
    found = [*_objects(names(old), names(new), start, goal), *_labels(names(old), names(new), start, goal)]
    if len(found) > 1:
        several = ", ".join(str(r.old) for r in found)
        raise UsageError(f"--rename {text} may mean {several}", hint="Write the name with its schema and table.")
    return found[0] if found else None


def _objects(old: tuple[str, ...], new: tuple[str, ...], start: Catalog, goal: Catalog) -> Iterator[Rename]:
    was, name = (tuple(map(quote_ident, side)) for side in (old, new))
    for key in start:
        if key not in goal and key.path[-len(was) :] == was:
            path = name if len(name) == len(key.path) else (*key.path[:-1], name[-1])
            if key.called(path) in goal and key.called(path) not in start:
                yield Rename(key, key.called(path))


def _labels(old: tuple[str, ...], new: tuple[str, ...], start: Catalog, goal: Catalog) -> Iterator[Rename]:
    owner, pair = tuple(map(quote_ident, old[:-1])), (old[-1], new[-1])
    for key in start:
        if owner and key in goal and key.path[-len(owner) :] == owner and pair in start[key].relabelled(goal[key]):
            yield Rename(key, key, pair)
