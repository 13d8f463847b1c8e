"""From a pair that fails to a small one that fails in the same way."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import MISSING, fields, replace

from .model import Thing, key
from .pairs import Pair

Fails = Callable[[Pair], bool]
MOST_TRIES = 150


def smallest(pair: Pair, fails: Fails) -> Pair:
    """The pair without whatever can go while `fails` still holds: things, what is said of them, then what changes between the states."""
    return _Search(pair, fails).run()


class _Search:
    def __init__(self, pair: Pair, fails: Fails) -> None:
        self.pair = pair
        self.fails = fails
        self.tries = 0

    def run(self) -> Pair:
        self._fewer(len(self._keys()) // 2 or 1)
        for smaller in (_plain, _unchanged, _plain):
            for name in self._keys():
                for candidate in smaller(self.pair, name):
                    self._take(candidate)
        self._fewer(1)
        return self.pair

    def _fewer(self, size: int) -> None:
        """Big portions first, then one thing at a time."""
        while size:
            for at in range(0, len(keys := self._keys()), size):
                self._take(self.pair.without(frozenset(keys[at : at + size])))
            size //= 2

    def _keys(self) -> list[str]:
        return list(dict.fromkeys(key(t) for t in (*self.pair.start, *self.pair.goal)))[::-1]

    def _take(self, candidate: Pair) -> None:
        if candidate == self.pair or self.tries >= MOST_TRIES:
            return
        self.tries += 1
        if self.fails(candidate):
            self.pair = candidate


def _plain(pair: Pair, name: str) -> Iterator[Pair]:
    """Without its comment, its grants and all else that it can do without: first all of it, then one by one, then without a column."""
    things = [t for t in (*pair.start, *pair.goal) if key(t) == name]
    needless = {f.name: f.default for t in things for f in fields(t) if f.default is not MISSING and getattr(t, f.name) != f.default}
    if needless:
        yield _with(pair, name, needless)
        yield from (_with(pair, name, {f: v}) for f, v in needless.items())
    for column in dict.fromkeys(c.name for t in things for c in getattr(t, "columns", ()) if hasattr(c, "name")):
        yield _without_column(pair, name, column)


def _without_column(pair: Pair, name: str, column: str) -> Pair:
    def cut(thing: Thing) -> Thing:
        return replace(thing, columns=tuple(c for c in thing.columns if c.name != column)) if key(thing) == name else thing

    return Pair(*(tuple(cut(t) for t in side) for side in (pair.start, pair.goal))).without(frozenset())


def _with(pair: Pair, name: str, values: dict[str, object]) -> Pair:
    def stripped(thing: Thing) -> Thing:
        return replace(thing, **values) if key(thing) == name and all(hasattr(thing, v) for v in values) else thing

    return Pair(*(tuple(stripped(t) for t in side) for side in (pair.start, pair.goal))).without(frozenset())


def _unchanged(pair: Pair, name: str) -> Iterator[Pair]:
    """With the start's form of it in the goal, too."""
    old = next((t for t in pair.start if key(t) == name), None)
    if old and any(key(t) == name for t in pair.goal):
        yield Pair(pair.start, tuple(old if key(t) == name else t for t in pair.goal)).without(frozenset())
