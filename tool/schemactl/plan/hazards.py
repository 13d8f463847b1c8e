"""Hazards: consequences with a name, read off the statements of a plan."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ..model import Key, Statement, Verb

DELETES_DATA = "deletes_data"
NOT_TRANSACTIONAL = "not_transactional"
ROWS = frozenset({"table", "column"})


@dataclass(frozen=True, slots=True)
class Hazard:
    """A named consequence for one object."""

    name: str
    key: Key

    def __str__(self) -> str:
        return f"{self.name} ({self.key})"


def hazards(statements: Iterable[Statement]) -> tuple[Hazard, ...]:
    """What a reviewer must know before the statements run, each once."""
    found = [Hazard(DELETES_DATA, s.key) for s in statements if s.verb is Verb.DROP and s.key.kind in ROWS]
    return tuple(dict.fromkeys(found))
