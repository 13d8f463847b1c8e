"""How the bounds of two partitions of one table lie to each other, read off their text."""

from __future__ import annotations

import re
from functools import total_ordering

DEFAULT = "DEFAULT"
_RANGE = re.compile(r"FOR VALUES FROM \((?P<low>.*)\) TO \((?P<high>.*)\)$", re.S)
_LIST = re.compile(r"FOR VALUES IN \((?P<values>.*)\)$", re.S)
_VALUE = re.compile(r"'(?:[^']|'')*'|[^,\s]+")


def overlap(one: str, other: str) -> bool:
    """True where a row could belong to both, and where that cannot be told (default, hash)."""
    (a, x), (b, y) = _read(one), _read(other)
    if a and b:
        return a[0] < b[1] and b[0] < a[1]
    return bool(x & y) if x and y else True


def within(one: str, other: str) -> bool:
    """True where every row of `one` fits into `other`; false where that cannot be told (default, hash)."""
    (a, x), (b, y) = _read(one), _read(other)
    if a and b:
        return b[0] <= a[0] and a[1] <= b[1]
    return x <= y if x and y else False


def is_hash(bound: str) -> bool:
    """Whether the bound is a hash partition's: a row's place changes with the number of partitions."""
    return bound.startswith("FOR VALUES WITH")


@total_ordering
class _Edge:
    """A value of a range's bound. Numbers compare as such; other text as text, which is right for dates as PostgreSQL prints them."""

    def __init__(self, text: str) -> None:
        plain = text.strip("'")
        self.infinite = {"MINVALUE": -1, "MAXVALUE": 1}.get(text, 0)
        try:
            self.value: tuple[float, str] = (float(plain), "")
        except ValueError:
            self.value = (0.0, plain)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Edge) and (self.infinite, self.value) == (other.infinite, other.value)

    def __lt__(self, other: _Edge) -> bool:
        return (self.infinite, self.value) < (other.infinite, other.value)

    def __hash__(self) -> int:
        return hash((self.infinite, self.value))


def _read(bound: str) -> tuple[tuple[list[_Edge], list[_Edge]] | None, set[str]]:
    """The edges of a range, or the values of a list."""
    if found := _RANGE.match(bound):
        return (_edges(found["low"]), _edges(found["high"])), set()
    values = _LIST.match(bound)
    return None, set(_VALUE.findall(values["values"])) if values else set()


def _edges(text: str) -> list[_Edge]:
    return [_Edge(value) for value in _VALUE.findall(text)]
