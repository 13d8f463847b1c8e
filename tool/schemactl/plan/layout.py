"""Statements → SQL text for a reviewer: one style, a paragraph for each object."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from ..adapters.sql import restyle
from ..model import Catalog, Key, Statement, Verb


def script(statements: Sequence[Statement], start: Catalog, goal: Catalog) -> str:
    """The statements, each with its semicolon; an empty line where another object begins."""
    groups = groupby(_gathered(statements, start, goal), key=lambda s: _paragraph(s, start, goal))
    return "\n\n".join("\n".join(f"{restyle(s.sql)};" for s in group) for _, group in groups)


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
