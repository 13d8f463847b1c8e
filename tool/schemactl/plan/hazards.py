"""Hazards: consequences with a name, read off the statements of a plan."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ..model import Key, Statement, Verb

DELETES_DATA = "deletes_data"
CHANGES_ACCESS = "changes_access"
BREAKS_FUNCTION = "breaks_function"
MAY_BREAK_FUNCTION = "may_break_function"
ROWS = frozenset({"table", "column"})


@dataclass(frozen=True, slots=True)
class Hazard:
    """A named consequence for one object, and the reason where the name does not say it all."""

    name: str
    key: Key
    why: str = ""

    def __str__(self) -> str:
        return f"{self.name} ({self.key}{self.why and ': ' + self.why})"


def hazards(statements: Iterable[Statement]) -> tuple[Hazard, ...]:
    """What a reviewer must know before the statements run, each once."""
    found = [Hazard(DELETES_DATA, s.key) for s in statements if s.verb is Verb.DROP and s.key.kind in ROWS]
    return tuple(dict.fromkeys(found))
