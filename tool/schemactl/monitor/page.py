"""A `Snapshot` → one HTML page that needs nothing else: no script, no font, no other file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources

from ..adapters.template import render
from .reading import Reading, Row, Snapshot
from .sections import Column
from .units import is_number, shown

WHOLE = 100.0


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a column of a row."""

    text: str
    is_number: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A row: its cells, its bar as (start, width, colour's number) in per cent of the longest or the whole, and what stands below it.

    queries: (column's title, text).
    """

    cells: tuple[Cell, ...]
    queries: tuple[tuple[str, str], ...]
    bar: tuple[tuple[float, float, int], ...]
    remark: str


@dataclass(frozen=True, slots=True)
class Part:
    """A reading as the template takes it. `colours`: column name → its colour's number in the bars."""

    reading: Reading
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    colours: dict[str, int]
    more: int


def html(snapshot: Snapshot, rows: int) -> str:
    """The page, with at most so many rows a section."""
    source = resources.files(__package__).joinpath("page.html").read_text(encoding="utf-8")
    return render(source, snapshot=snapshot, parts=[_part(r, rows) for r in snapshot.readings], is_number=is_number)


def _part(reading: Reading, limit: int) -> Part:
    rows = reading.rows[:limit]
    bars = [c.name for c in reading.section.columns if c.bar]
    longest = WHOLE if _of_a_whole(reading) else max((_length(row, bars) for row in rows), default=0.0)
    columns = tuple(c for c in reading.section.columns if c.unit != "query")
    lines = tuple(Line(_cells(columns, row), _queries(reading, row), _bar(row, bars, longest), row.get("remark") or "") for row in rows)
    return Part(reading, columns, lines, {name: i for i, name in enumerate(bars)}, len(reading.rows) - len(rows))


def _of_a_whole(reading: Reading) -> bool:
    return any(c.bar and c.unit == "percent" for c in reading.section.columns)


def _cells(columns: Sequence[Column], row: Row) -> tuple[Cell, ...]:
    return tuple(Cell(shown(row.get(c.name), c.unit), is_number(c.unit)) for c in columns)


def _queries(reading: Reading, row: Row) -> tuple[tuple[str, str], ...]:
    """The row's queries: too wide for columns."""
    return tuple((c.title, shown(row[c.name], c.unit)) for c in reading.section.columns if c.unit == "query" and row.get(c.name))


def _length(row: Row, bars: Sequence[str]) -> float:
    return float(sum(max(row.get(name) or 0, 0) for name in bars))


def _bar(row: Row, bars: Sequence[str], longest: float) -> tuple[tuple[float, float, int], ...]:
    """The row's values end to end."""
    out, start = [], 0.0
    for colour, name in enumerate(bars):
        width = 100 * max(row.get(name) or 0, 0) / longest if longest else 0.0
        if width:
            out.append((round(start, 2), round(width, 2), colour))
        start += width
    return tuple(out)
