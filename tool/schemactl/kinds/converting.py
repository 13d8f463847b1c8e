"""Which values of a column cannot become the type that it gets, as conditions on the column."""

from __future__ import annotations

import re

from ..model import Catalog, Key
from .casting import NUMBER, TEXT, base
from .offending import one_of
from .text import literal

INTEGERS = {"smallint": 15, "integer": 31, "bigint": 63}
BOUNDED = re.compile(r"character(?: varying)?\((\d+)\)")
NUMERIC = re.compile(r"numeric\((\d+),(-?\d+)\)")
CHECKS_INPUT = 16
"""pg_input_is_valid() came with this major version."""


def impossible(column: str, before: str, after: str, start: Catalog, goal: Catalog) -> str | None:
    """The condition that is true of a value on which the change of type fails; "" where no query can tell, None where none fails."""
    old, new = base(before, start), base(after, goal)
    labels = _labels(new, goal)
    if old == new and labels == _labels(old, start):
        return None
    if labels:
        return _no_label(column, _labels(old, start), labels)
    if bounded := BOUNDED.fullmatch(new):
        return _too_long(column, old, int(bounded[1]))
    if NUMBER.fullmatch(re.sub(r"\(.*\)", "", new)) and NUMBER.match(old):
        return _too_large(column, old, new)
    if TEXT.match(old) and not TEXT.match(new):
        return _no_input(column, new, start, goal)
    return None


def _labels(type_: str, catalog: Catalog) -> tuple[str, ...]:
    return tuple(getattr(catalog.get(Key("enum", type_)), "labels", ()))


def _no_label(column: str, old: tuple[str, ...], new: tuple[str, ...]) -> str | None:
    if old:
        gone = [label for label in old if label not in new]
        return one_of(f"{column}::text", gone) if gone else None
    return f"not {one_of(f'{column}::text', new)}"


def _too_long(column: str, old: str, limit: int) -> str | None:
    """Blanks at the end may go: https://www.postgresql.org/docs/current/datatype-character.html"""
    earlier = BOUNDED.fullmatch(old)
    return None if earlier and int(earlier[1]) <= limit else f"length(rtrim({column}::text, ' ')) > {limit}"


def _too_large(column: str, old: str, new: str) -> str | None:
    if bits := INTEGERS.get(new):
        fits = INTEGERS.get(old, 99) <= bits
        return None if fits else f"round({column}::numeric) not between -{2**bits} and {2**bits - 1}"
    after, before = NUMERIC.fullmatch(new), NUMERIC.fullmatch(old)
    if not after:
        return None
    digits, scale = int(after[1]) - int(after[2]), int(after[2])
    if before and int(before[1]) - int(before[2]) <= digits and int(before[2]) <= scale:
        return None
    return f"abs(round({column}::numeric, {scale})) >= {10**digits if digits >= 0 else 10.0**digits}"


def _no_input(column: str, new: str, start: Catalog, goal: Catalog) -> str:
    is_new = any(Key(kind, new) in goal and Key(kind, new) not in start for kind in ("range_type", "composite_type"))
    if is_new or start.major < CHECKS_INPUT:
        return ""
    # what is no array's text becomes an array's only element
    array = f"{column} like '{{%' and " if new.endswith("[]") else ""
    return f"{array}not pg_input_is_valid({column}::text, {literal(new)})"
