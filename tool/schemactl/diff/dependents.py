"""What stands in the way of a change: the objects that depend on its object, to be taken out and put back from the goal's facts."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Catalog, Change, Fact, Key, Verb
from .order import creation_order

EFFORTS = range(5)
"""How much may be taken out: up to 2, what `Fact.effort` says; 3, also what names the object itself; 4, all that is reached from it."""


def in_the_way(catalog: Catalog, goal: Catalog, change: Change) -> Iterator[list[Change]]:
    """Ever larger sets of changes, dependents before what they depend on: first those that cost nothing to put back, in the end all.

    What holds data is not dropped; an alteration looks past it (an enum → its columns → the views over those), a drop does not.
    """
    order: list[Key] = []
    tried: set[Key] = set()
    for effort in EFFORTS:
        found = _Walk(catalog, goal, change, effort).run()
        if set(found) <= tried:
            continue
        tried = set(found)
        order = order or creation_order(catalog)
        yield [found[key] for key in reversed(order) if key in found]


class _Walk:
    def __init__(self, catalog: Catalog, goal: Catalog, change: Change, effort: int) -> None:
        self.catalog, self.goal, self.change, self.effort = catalog, goal, change, effort
        self.own = catalog.inside([change.key, *change.covers])
        self.reached = set(self.own)
        self.found: dict[Key, Change] = {}

    def run(self) -> dict[Key, Change]:
        todo = list(self.own)
        while todo:
            for key in self.catalog.dependents.get(todo.pop(), ()):
                if key not in self.own and key not in self.found and self._allows(self.catalog[key]):
                    further = self._visit(key) - self.reached
                    self.reached |= further
                    todo += further
        gone = {k for k, c in self.found.items() if c.verb is Verb.DROP}
        return {k: c for k, c in self.found.items() if self.catalog[k].parent not in gone}

    def _allows(self, fact: Fact) -> bool:
        if fact.HOLDS_DATA:
            return self.change.verb is not Verb.DROP
        most = max(EFFORTS)
        named = self.effort == most - 1 and self.change.key in self.catalog.edges.get(fact.key, ())
        return self.effort == most or (fact.effort < most - 1 and fact.effort <= self.effort) or named

    def _visit(self, key: Key) -> set[Key]:
        """Notes what the object must do; what then may stand in its way is looked at next."""
        way = self.catalog[key].make_way(self.change.key, self.catalog, self.goal)
        if way:
            self.found[key] = way
        return set() if way and way.verb is Verb.ALTER else self.catalog.inside([key])
