"""Code that PostgreSQL keeps as text, and what it names that a change takes away."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..adapters.sql import last_name, names
from ..model import Catalog, Key
from .hazards import MAY_BREAK_FUNCTION, Hazard

# what a body speaks of by its name
NAMED = frozenset(
    {
        "table",
        "foreign_table",
        "column",
        "view",
        "materialized_view",
        "function",
        "aggregate",
        "sequence",
        "enum",
        "domain",
        "composite_type",
    }
)


def named_in_bodies(start: Catalog, goal: Catalog) -> tuple[Hazard, ...]:
    """Bodies of the goal that name what only the start has: a column counts where its table is named too.

    A name says little about what is meant, so this is a warning, never a verdict.
    """
    known = {_names_of(goal, key) for key in goal if key.kind in NAMED}
    lost = {key: said for key in start if key.kind in NAMED and key not in goal and (said := _names_of(start, key)) not in known}
    return tuple(_hazards(goal, lost)) if lost else ()


def _hazards(goal: Catalog, lost: Mapping[Key, frozenset[str]]) -> Iterator[Hazard]:
    for key, fact in goal.items():
        said = frozenset(names(fact.body)) if fact.body else frozenset()
        for gone, words in lost.items():
            if words <= said:
                yield Hazard(MAY_BREAK_FUNCTION, key, f"it names {gone}")


def _names_of(catalog: Catalog, key: Key) -> frozenset[str]:
    """What a body says to speak of the object: its name, and that of the object it is a part of."""
    return frozenset(last_name(k.identity) for k in (key, catalog.whole(key)) if k)
