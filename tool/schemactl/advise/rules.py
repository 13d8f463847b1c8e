"""`rules/*.sql` → `Rule`s. Names, levels and meaning are those of https://supabase.com/docs/guides/database/database-advisors."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from importlib import resources


class Level(IntEnum):
    """How bad; the worst first."""

    error = 0
    warn = 1
    info = 2


@dataclass(frozen=True, slots=True)
class Rule:
    """One query. Its columns: schema, kind and object; home, the object whose file says it; a detail; the fix as SQL, empty where a
    person must choose. Of a policy's conditions the columns `alter`, `using` and `check` are read, too.

    `live`: it means nothing on a database that nobody uses.
    """

    name: str
    title: str
    level: Level
    category: str
    why: str
    remedy: str
    sql: str
    live: bool = False


@cache
def rules() -> dict[str, Rule]:
    """Name → rule, the worst first."""
    files = (f for f in resources.files(__package__).joinpath("rules").iterdir() if f.name.endswith(".sql"))
    found = (parse(f.name.removesuffix(".sql"), f.read_text(encoding="utf-8")) for f in files)
    return {r.name: r for r in sorted(found, key=lambda r: (r.level, r.name))}


def parse(name: str, text: str) -> Rule:
    """A rule from its file.

    Raises:
        KeyError: its head lacks a line, or names no level.
    """
    head = [line.removeprefix("-- ") for line in text.splitlines() if line.startswith("-- ")]
    said = {label: value for label, _, value in (line.partition(": ") for line in head[1:])}
    return Rule(name, head[0], Level[said["level"]], said["category"], said["why"], said["remedy"], text, "live" in said)
