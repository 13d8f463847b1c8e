"""Statements → schema files: one file an object, with all that hangs on it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath

from ..adapters.sql import names
from ..model import Catalog, Difference, Key, Statement
from .layout import paragraph, script

IRREGULAR = {"statistics": "statistics", "foreign_data_wrapper": "foreign_data_wrappers"}
UNSAFE = re.compile(r"[^\w.-]+")


def schema_files(statements: Sequence[Statement], start: Catalog, goal: Catalog) -> Mapping[PurePosixPath, str]:
    """Path below the schema folder → its text: `public/tables/orders.sql`, and `extensions.sql` for what lives in no schema."""
    apart: dict[PurePosixPath, list[Statement]] = {}
    for statement in statements:
        apart.setdefault(place(paragraph(goal, statement.key), goal), []).append(statement)
    return {path: script(group, start, goal) + "\n" for path, group in sorted(apart.items())}


def place(key: Key, goal: Catalog) -> PurePosixPath:
    """The file of an object that is no part of another one."""
    folder = IRREGULAR.get(key.kind) or f"{key.kind.removesuffix('y')}{'ies' if key.kind.endswith('y') else 's'}"
    fact = goal.get(key)
    home = fact.parent if fact else None
    if home is None:
        return PurePosixPath(f"{folder}.sql")
    # a guest on somebody else's table is named by itself
    own = names(key.identity.removeprefix(f"{home.identity}."))[0]
    return PurePosixPath(_safe(names(home.identity)[0]), folder, f"{_safe(own)}.sql")


def changed_places(delta: Difference, here: Catalog, live: Catalog) -> Mapping[PurePosixPath, bool]:
    """The files of all objects that differ → whether the object is in `here`."""
    keys = [*(f.key for f in delta.missing), *(f.key for f in delta.extra), *(f.key for _, f in delta.changed)]
    found: dict[PurePosixPath, bool] = {}
    for key in keys:
        catalog = live if key in live else here
        whole = paragraph(catalog, key)
        path = place(whole, catalog)
        found[path] = found.get(path, False) or whole in here
    return found


def _safe(name: str) -> str:
    """Part of a path, on any system."""
    return UNSAFE.sub("_", name).strip(".") or "_"
