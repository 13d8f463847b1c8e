"""Statements → SQL text for a reviewer: one style, a paragraph for each object."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from ..adapters.sql import restyle
from ..model import Catalog, Key, Statement


def script(statements: Sequence[Statement], catalogs: Iterable[Catalog]) -> str:
    """The statements, each with its semicolon; an empty line where another object begins. `catalogs` know the objects' parents."""
    known = tuple(catalogs)
    groups = groupby(_gathered(statements, known), key=lambda s: paragraph(s.key, known))
    return "\n\n".join("\n".join(f"{restyle(s.sql)};" for s in group) for _, group in groups)


def _gathered(statements: Sequence[Statement], catalogs: tuple[Catalog, ...]) -> list[Statement]:
    """What is merely said of an object (grants, comments) right behind the statement before it that made or changed that object."""
    ordered: list[Statement] = []
    last: dict[Key, Statement] = {}
    for statement in statements:
        whole = paragraph(statement.key, catalogs)
        before = last.get(whole)
        if before is not None and any(statement.key in c and c[statement.key].SAID_OF for c in catalogs):
            # identity, not equality: one text may occur twice
            ordered.insert(next(n for n, s in enumerate(ordered) if s is before) + 1, statement)
        else:
            ordered.append(statement)
        last[whole] = statement
    return ordered


def paragraph(key: Key, catalogs: Iterable[Catalog]) -> Key:
    """The object that a key is a part of: a policy's table, a column's table, the table itself."""
    for catalog in catalogs:
        if key in catalog:
            while whole := catalog.whole(key):
                key = whole
            return key
    return key
