"""Statements → SQL text for a reviewer: one style, a paragraph for each object."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from ..adapters.sql import restyle
from ..model import Catalog, Key, Statement


def script(statements: Sequence[Statement], catalogs: Iterable[Catalog]) -> str:
    """The statements, each with its semicolon; an empty line where another object begins. `catalogs` know the objects' parents."""
    known = tuple(catalogs)
    groups = groupby(statements, key=lambda s: paragraph(s.key, known))
    return "\n\n".join("\n".join(f"{restyle(s.sql)};" for s in group) for _, group in groups)


def paragraph(key: Key, catalogs: Iterable[Catalog]) -> Key:
    """The object that a key is a part of: a policy's table, a column's table, the table itself."""
    for catalog in catalogs:
        if key in catalog:
            parent = catalog[key].parent
            while parent is not None and parent in catalog and catalog[parent].TAKES_PARTS_ALONG:
                key, parent = parent, catalog[parent].parent
            return key
    return key
