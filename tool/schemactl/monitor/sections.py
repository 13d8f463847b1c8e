"""`queries/*.sql` → `Section`s, in reading order."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum, auto
from functools import cache
from importlib import resources

from .units import UNITS


class Chapter(IntEnum):
    """Declaration order is reading order: from what is wrong this minute to what changes in months."""

    server = auto()
    now = auto()  # sessions and what they wait for
    use = auto()  # what queries do with tables and indexes
    space = auto()
    limits = auto()  # what ends one day
    replication = auto()
    settings = auto()


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a query. `name` is its alias, `unit` one of `units.UNITS`; `bar`: its values are compared down the column."""

    name: str
    title: str
    unit: str = "text"
    bar: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """One query and how its answer is shown.

    about: a sentence for people.   needs: an extension without which the query cannot run.
    sees: a role without whose membership other roles' sessions are not seen, or little of them.
    asked: it reads so much that it runs only when it is named.   facts: its only row is a list of facts, not a table's.
    """

    name: str
    title: str
    chapter: Chapter
    about: str
    columns: tuple[Column, ...]
    sql: str
    needs: str = ""
    sees: str = ""
    asked: bool = False
    facts: bool = False


@cache
def sections() -> dict[str, Section]:
    """Name → section, chapter by chapter, as the command line has the names: `table-bloat`."""
    files = (f for f in resources.files(__package__).joinpath("queries").iterdir() if f.name.endswith(".sql"))
    found = (parse(f.name.removesuffix(".sql").replace("_", "-"), f.read_text(encoding="utf-8")) for f in files)
    return {s.name: s for s in sorted(found, key=lambda s: (s.chapter, s.name))}


def parse(name: str, text: str) -> Section:
    """A section from its file.

    Raises:
        ValueError: the head lacks a title, a chapter or columns, or says something unknown.
    """
    head = [line.removeprefix("--").strip() for line in text.split("\nselect", 1)[0].split("\nwith", 1)[0].splitlines() if line[:2] == "--"]
    said: dict[str, str] = {}
    columns = []
    for line in head[1:]:
        label, _, value = line.partition(": ")
        if label.startswith("column "):
            columns.append(_column(label.removeprefix("column "), value))
        else:
            said[label] = value
    about, chapter = said.pop("about"), Chapter[said.pop("chapter")]
    asked, facts = said.pop("asked", "") == "yes", said.pop("facts", "") == "yes"
    rests_on = said.pop("needs", ""), said.pop("sees", "")
    section = Section(name, head[0], chapter, about, tuple(columns), text, *rests_on, asked, facts)
    if said or not columns:
        raise ValueError(f"section {name}: no columns, or unknown lines in its head: {', '.join(said)}")
    return section


def _column(name: str, text: str) -> Column:
    """`Size, bytes, bar`: title, unit, and whether bars are drawn."""
    title, unit, bar = [*re.split(r",\s*", text), "text", ""][:3] if "," in text else (text, "text", "")
    if unit not in UNITS:
        raise ValueError(f"column {name}: {unit} is no unit")
    return Column(name, title, unit, bar == "bar")
