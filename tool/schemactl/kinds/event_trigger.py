"""Event triggers."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from ..model import Catalog, Change, Fact, Verb
from .text import literal, renamed
from .trigger import ENABLED


@dataclass(frozen=True, kw_only=True)
class EventTrigger(Fact):
    KIND = "event_trigger"
    CHEAP = True
    event: str
    tags: tuple[str, ...] | None
    function: str
    enabled: str
    made_by: str = field(compare=False)

    def create(self, goal: Catalog) -> Change:
        when = f"\n    when tag in ({', '.join(map(literal, self.tags))})" if self.tags else ""
        text = f"create event trigger {self.identity} on {self.event}{when}\n    execute function {self.function}()"
        return Change.of(self.key, Verb.CREATE, [text, *self._state("O")])

    def drop(self, start: Catalog, goal: Catalog) -> Change:
        return Change.of(self.key, Verb.DROP, f"drop event trigger {self.identity}")

    def rename(self, goal: EventTrigger) -> tuple[str, ...]:
        return renamed("event trigger", self.key, goal.key)

    def alter(self, goal: EventTrigger, start: Catalog, target: Catalog) -> Change | None:
        return Change.of(self.key, Verb.ALTER, goal._state(self.enabled)) if replace(self, enabled=goal.enabled) == goal else None

    def _state(self, before: str) -> list[str]:
        return [f"alter event trigger {self.identity} {ENABLED[self.enabled]}"] if self.enabled != before else []
