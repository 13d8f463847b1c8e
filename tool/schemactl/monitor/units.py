"""Values of queries → how people read them, by unit. What is null could not be told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

UNKNOWN = "–"
QUERY_LENGTH = 160
STEPS = (("d", 86400), ("h", 3600), ("min", 60))


def shown(value: Any, unit: str) -> str:
    """The value in words of its unit."""
    if value is None:
        return UNKNOWN
    return UNITS[unit](value)


def is_number(unit: str) -> bool:
    """Whether values of the unit stand to the right of a column."""
    return unit in NUMBERS


def _bytes(value: float) -> str:
    size, names = float(value), ["B", "kB", "MB", "GB", "TB"]
    while abs(size) >= 1024 and len(names) > 1:
        size, names = size / 1024, names[1:]
    return f"{size:.0f} {names[0]}" if names[0] == "B" or abs(size) >= 100 else f"{size:.1f} {names[0]}"


def _count(value: float) -> str:
    return f"{round(value):,d}"


def _percent(value: float) -> str:
    return f"{value:.1f} %"


def _seconds(value: float) -> str:
    """The two greatest units: `3 h 20 min`."""
    if value < 60:
        return f"{value:.0f} s" if value >= 10 else f"{value:.1f} s"
    first = next(i for i, (_, size) in enumerate(STEPS) if value >= size)
    name, size = STEPS[first]
    rest, (lesser, its) = value % size, (*STEPS, ("s", 1))[first + 1]
    return f"{value // size:.0f} {name} {rest // its:.0f} {lesser}" if rest >= its else f"{value // size:.0f} {name}"


def _milliseconds(value: float) -> str:
    if value >= 10_000:
        return _seconds(value / 1000)
    return f"{value:,.0f} ms" if value >= 100 else f"{value:.1f} ms" if value >= 10 else f"{value:.2f} ms"


def _moment(value: str) -> str:
    return str(value)[:16].replace("T", " ")


def _flag(value: bool) -> str:
    return "yes" if value else "no"


def _query(value: str) -> str:
    return value if len(value) <= QUERY_LENGTH else f"{value[: QUERY_LENGTH - 1]}…"


UNITS: dict[str, Callable[[Any], str]] = {
    "text": str,
    "query": _query,
    "flag": _flag,
    "moment": _moment,
    "count": _count,
    "bytes": _bytes,
    "percent": _percent,
    "seconds": _seconds,
    "milliseconds": _milliseconds,
}
NUMBERS = frozenset({"count", "bytes", "percent", "seconds", "milliseconds"})
