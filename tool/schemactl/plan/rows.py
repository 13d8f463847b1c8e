"""Which rows a change may fail on or loses, and how many of them live holds → hazards and notes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..model import Catalog, Difference, Key, RowCheck
from .hazards import DELETES_DATA, MAY_FAIL_ON_ROWS, Hazard

Count = Callable[[RowCheck], "int | str"]
"""How many rows the query finds on live, or why nobody knows; an empty reason where there is no live."""


@dataclass(frozen=True, slots=True)
class RowFinding:
    """A check with what live said: a number, or None and the reason."""

    check: RowCheck
    count: int | None = None
    reason: str = ""

    def __str__(self) -> str:
        return f"{self.check.key}: {self.why}"

    @property
    def why(self) -> str:
        return "; ".join(filter(None, (self._counted("of live's rows in the way"), self.check.query)))

    @property
    def what_is_lost(self) -> str:
        return "; ".join(filter(None, (self._counted("of live's values go" if self._is_column else "of live's rows go"), self.check.query)))

    def as_data(self) -> dict[str, Any]:
        check = self.check
        return {"object": str(check.key), "why": check.why, "query": check.query, "count": self.count, "reason": self.reason}

    @property
    def _is_column(self) -> bool:
        return self.check.key.kind == "column"

    def _counted(self, words: str) -> str:
        unknown = f"not counted on live: {self.reason}" if self.reason else ""
        said = unknown if self.count is None else f"{self.count} {words}"
        return ", ".join(filter(None, (self.check.why, said)))


@dataclass(frozen=True, slots=True)
class Counts:
    """What is known of rows: those in the way, and those that are lost."""

    in_the_way: tuple[RowFinding, ...] = ()
    lost: tuple[RowFinding, ...] = ()
    _lost_by_key: dict[Key, RowFinding] = field(init=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._lost_by_key.update({finding.check.key: finding for finding in self.lost})

    @property
    def hazards(self) -> tuple[Hazard, ...]:
        """Where live holds rows in the way, or nobody knows."""
        return tuple(Hazard(MAY_FAIL_ON_ROWS, f.check.key, f.why) for f in self.in_the_way if f.count != 0)

    @property
    def harmless(self) -> tuple[RowFinding, ...]:
        """Where live holds no such row now."""
        return tuple(f for f in self.in_the_way if f.count == 0)

    def where(self, wanted: Callable[[Key], bool]) -> Counts:
        """What is known of some objects."""
        in_the_way, lost = (tuple(f for f in found if wanted(f.check.key)) for found in (self.in_the_way, self.lost))
        return Counts(in_the_way, lost)

    def told(self, hazards: Iterable[Hazard]) -> tuple[Hazard, ...]:
        """The hazards, those that delete data with how much that is."""
        return tuple(self._told(hazard) for hazard in hazards)

    def beside(self, hazards: Iterable[Hazard]) -> tuple[Hazard, ...]:
        """The hazards, without failures on generated rows of which a check speaks: that has a query, and what live said."""
        return tuple(h for h in hazards if h.name != MAY_FAIL_ON_ROWS or not any(_speaks_of(f.check, h) for f in self.in_the_way))

    def _told(self, hazard: Hazard) -> Hazard:
        finding = self._lost_by_key.get(hazard.key) if hazard.name == DELETES_DATA and not hazard.why else None
        return Hazard(hazard.name, hazard.key, finding.what_is_lost) if finding else hazard


def _speaks_of(check: RowCheck, hazard: Hazard) -> bool:
    """Whether the failure is the check's: it names the object that is checked, or its table and, in PostgreSQL's words, the object."""
    if check.key == hazard.key:
        return True
    own = check.key.path[-1].strip('"')
    table = ".".join(hazard.key.path[:-1]) if hazard.key.kind == "column" else hazard.key.identity
    is_there = check.key.identity.startswith(f"{table}.") or re.search(rf"\b{re.escape(table)}(?![\w.\"])", check.query)
    return bool(is_there and re.search(rf"(?<!\w){re.escape(own)}(?!\w)", hazard.why))


def counts(delta: Difference, deleted: Sequence[Key], start: Catalog, goal: Catalog, count: Count) -> Counts:
    """All checks that the kinds know for the difference, counted; `deleted` are the objects whose rows or values go."""
    lost = (RowCheck(key, "", start[key].rows_lost(start)) for key in deleted if key in start)
    return Counts(
        tuple(_found(check, count) for check in row_checks(delta, start, goal)),
        tuple(_found(check, count) for check in lost if check.query),
    )


def row_checks(delta: Difference, start: Catalog, goal: Catalog) -> Iterator[RowCheck]:
    """What may keep the change from running, each once."""
    pairs = [*((None, fact) for fact in delta.missing), *delta.changed]
    yield from dict.fromkeys(check for before, fact in pairs for check in fact.row_checks(before, start, goal))


def _found(check: RowCheck, count: Count) -> RowFinding:
    answer = count(check) if check.query else ""
    return RowFinding(check, None, answer) if isinstance(answer, str) else RowFinding(check, answer)
