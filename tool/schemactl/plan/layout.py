"""Statements → SQL text for a reviewer: one style, a paragraph for each object."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from ..adapters.sql import restyle
from ..kinds import kinds
from ..model import Catalog, Key, Statement, Verb


def script(statements: Sequence[Statement], start: Catalog, goal: Catalog) -> str:
    """The statements, each with its semicolon; an empty line where another object begins."""
    groups = groupby(_gathered(statements, start, goal), key=lambda s: _paragraph(s, start, goal))
    return "\n\n".join("\n".join(f"{restyle(sql)};" for sql in _texts(_arranged(list(group), goal), goal)) for _, group in groups)


def paragraph(catalog: Catalog, key: Key) -> Key:
    """The object that a key is a part of: a policy's table, a column's table, the table itself."""
    while key in catalog and (whole := catalog.whole(key)):
        key = whole
    return key


def _paragraph(statement: Statement, start: Catalog, goal: Catalog) -> Key:
    return paragraph(_home(statement, start, goal), statement.key)


def _home(statement: Statement, start: Catalog, goal: Catalog) -> Catalog:
    """The catalog that knows the statement's object: what is dropped stands in the start, all else in the goal."""
    first, second = (start, goal) if statement.verb is Verb.DROP else (goal, start)
    return first if statement.key in first else second


def _arranged(group: list[Statement], goal: Catalog) -> list[Statement]:
    """A paragraph with what is said of its object at the end, by kind, the object itself before its parts.

    Where something is dropped on the way the order stays: what is said may be said of the object that goes.
    """
    if any(s.verb is Verb.DROP for s in group):
        return group
    order = list(kinds())

    def rank(statement: Statement) -> tuple[int, bool]:
        fact = goal.get(statement.key)
        if fact is None or not fact.SAID_OF or statement.verb is not Verb.CREATE:
            return (-1, False)
        return (order.index(fact.KIND), fact.parent is not None and goal.whole(fact.parent) is not None)

    return sorted(group, key=rank)


def _texts(group: list[Statement], goal: Catalog) -> Iterator[str]:
    """The statements' texts, neighbours of one kind joined where the kind knows how."""
    for (kind, verb), run in groupby(group, key=lambda s: (s.key.kind, s.verb)):
        statements = list(run)
        facts = [goal[key] for key in dict.fromkeys(s.key for s in statements) if key in goal]
        joined = kinds()[kind].joined(facts) if verb is Verb.CREATE else None
        apart = [s.sql for f in facts if (change := f.create(goal)) for s in change.forms[0]] if joined else []
        texts = [s.sql for s in statements]
        # only what was run as these facts' own creation may be said in other words
        yield from joined if joined and sorted(apart) == sorted(texts) else texts


def _gathered(statements: Sequence[Statement], start: Catalog, goal: Catalog) -> list[Statement]:
    """What is merely said of an object (grants, comments) right behind the statement before it that made or changed that object.

    Nothing moves over a statement about a role: a grant may need it.
    """
    ordered: list[Statement] = []
    last: dict[Key, Statement] = {}
    for statement in statements:
        home, whole = _home(statement, start, goal), _paragraph(statement, start, goal)
        fact = home.get(statement.key)
        if fact is not None and fact.OF_CLUSTER:
            last.clear()
        before = last.get(whole)
        if before is not None and fact is not None and fact.SAID_OF:
            # identity, not equality: one text may occur twice
            ordered.insert(next(n for n, s in enumerate(ordered) if s is before) + 1, statement)
        else:
            ordered.append(statement)
        last[whole] = statement
    return ordered
