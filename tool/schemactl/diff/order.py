"""The order in which objects are written: what is needed first, everything of one object together. PostgreSQL has the last word."""

from __future__ import annotations

from ..model import Catalog, Key


def creation_order(catalog: Catalog) -> list[Key]:
    """Every key of the catalog, each after what it needs and right after its parent where that is possible.

    Needs that go in a circle are cut somewhere: a statement that comes too early waits for its turn when it runs.
    """
    return _Walk(catalog).run()


class _Walk:
    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self.rank = {key: n for n, key in enumerate(catalog)}
        self.order: list[Key] = []
        self.seen: set[Key] = set()

    def run(self) -> list[Key]:
        for key in self.catalog:
            if self.catalog[key].parent is None or self.catalog[key].parent not in self.catalog:
                self._visit(key)
        for key in self.catalog:
            self._visit(key)
        return self.order

    def _visit(self, start: Key) -> None:
        # a stack of its own: a chain of views may be deeper than Python's
        stack: list[tuple[Key, bool]] = [(start, False)]
        while stack:
            key, ready = stack.pop()
            if ready:
                self.order.append(key)
            elif key not in self.seen:
                self.seen.add(key)
                stack += [(k, False) for k in reversed(self._children(key))]
                stack.append((key, True))
                stack += [(k, False) for k in reversed(self._needs(key))]

    def _children(self, key: Key) -> list[Key]:
        # a schema's tables and functions are paragraphs of their own, its grants and comment are not
        return [f.key for f in self.catalog.children.get(key, ()) if self.catalog.whole(f.key) == key]

    def _needs(self, key: Key) -> list[Key]:
        """What the object and everything inside it needs from outside of it."""
        inside = self.catalog.inside([key]) if self.catalog[key].TAKES_PARTS_ALONG else {key}
        needs = {n for k in inside for n in self.catalog.edges.get(k, ()) if n not in inside}
        parent = self.catalog[key].parent
        if parent is not None and parent in self.catalog:
            needs.add(parent)
        return sorted((n for n in needs if n not in self.seen), key=self.rank.__getitem__)
