"""Text search configurations and their mappings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ..model import Catalog, Change, Fact, Verb
from .text import renamed


@dataclass(frozen=True, kw_only=True)
class TextSearchConfiguration(Fact):
    KIND = "text_search_configuration"

    parser: str
    mappings: tuple[tuple[str, tuple[str, ...]], ...]

    def create(self, goal: Catalog) -> Change:
        return Change.of(
            self.key, Verb.CREATE, [f"create text search configuration {self.identity} (parser = {self.parser})", *self._map({})]
        )

    def drop(self, start: Catalog, goal: Catalog) -> Change:
        return Change.of(self.key, Verb.DROP, f"drop text search configuration {self.identity}")

    def rename(self, goal: TextSearchConfiguration) -> tuple[str, ...]:
        return renamed("text search configuration", self.key, goal.key)

    def alter(self, goal: TextSearchConfiguration, start: Catalog, target: Catalog) -> Change | None:
        return Change.of(self.key, Verb.ALTER, list(goal._map(dict(self.mappings)))) if self.parser == goal.parser else None

    def _map(self, before: Mapping[str, tuple[str, ...]]) -> Iterable[str]:
        head = f"alter text search configuration {self.identity}"
        mine = dict(self.mappings)
        gone = [token for token in before if token not in mine]
        if gone:
            yield f"{head} drop mapping for {', '.join(gone)}"
        # tokens with the same dictionaries share a statement
        added = {d: [t for t, other in mine.items() if other == d and t not in before] for d in mine.values()}
        changed = {d: [t for t, other in mine.items() if other == d and before.get(t, d) != d] for d in mine.values()}
        yield from (f"{head} add mapping for {', '.join(tokens)} with {', '.join(d)}" for d, tokens in added.items() if tokens)
        yield from (f"{head} alter mapping for {', '.join(tokens)} with {', '.join(d)}" for d, tokens in changed.items() if tokens)
