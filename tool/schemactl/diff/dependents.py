"""What stands in the way of a change: the objects that depend on its object, to be taken out and put back from the goal's facts."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Catalog, Change, Key, Verb
from .order import creation_order


def in_the_way(catalog: Catalog, goal: Catalog, change: Change) -> Iterator[list[Change]]:
    """Ever larger sets of drops, dependents before what they depend on: first those that cost nothing to put back, then all.

    What holds data is never among them; an alteration looks past it (an enum → its columns → the views over those), a drop does not.
    """
    found = _closure(catalog, change)
    if not found:
        return
    order = [k for k in reversed(creation_order(catalog)) if k in found]
    cheap = [k for k in order if catalog[k].CHEAP]
    for keys in (cheap, order) if len(cheap) < len(order) else (order,):
        drops = [d for d in (catalog[k].drop(catalog, goal) for k in keys) if d]
        if drops:
            yield drops


def _stays(catalog: Catalog, key: Key) -> bool:
    """What is merely said of an object with data is in nobody's way."""
    parent = catalog[key].parent
    return catalog[key].SAID_OF and parent is not None and parent in catalog and catalog[parent].HOLDS_DATA


def _closure(catalog: Catalog, change: Change) -> set[Key]:
    own = catalog.inside([change.key, *change.covers])
    todo, seen = list(own), set(own)
    while todo:
        for key in catalog.dependents.get(todo.pop(), ()):
            if key in seen or (catalog[key].HOLDS_DATA and change.verb is Verb.DROP):
                continue
            parts = catalog.inside([key]) - seen
            seen |= parts
            todo += parts
    roots = {k for k in seen - own if not catalog[k].HOLDS_DATA and not _stays(catalog, k)}
    return {k for k in roots if catalog[k].parent not in roots}
