"""Foreign data wrappers."""

from __future__ import annotations

from dataclasses import dataclass

from ..model import Catalog, Change, Fact, Verb
from .text import fdw_option_changes, fdw_options, renamed


@dataclass(frozen=True, kw_only=True)
class ForeignDataWrapper(Fact):
    KIND = "foreign_data_wrapper"
    HOLDS_DATA = True
    handler: str | None
    validator: str | None
    options: tuple[str, ...] | None

    def create(self, goal: Catalog) -> Change:
        return Change.of(
            self.key, Verb.CREATE, f"create foreign data wrapper {self.identity}{self._functions()}{fdw_options(self.options)}"
        )

    def drop(self, start: Catalog, goal: Catalog) -> Change:
        return Change.of(self.key, Verb.DROP, f"drop foreign data wrapper {self.identity}")

    def rename(self, goal: ForeignDataWrapper) -> tuple[str, ...]:
        return renamed("foreign data wrapper", self.key, goal.key)

    def alter(self, goal: ForeignDataWrapper, start: Catalog, target: Catalog) -> Change:
        functions = "" if (self.handler, self.validator) == (goal.handler, goal.validator) else goal._functions(explicit=True)
        options = fdw_option_changes(self.options, goal.options)
        return Change.of(self.key, Verb.ALTER, f"alter foreign data wrapper {self.identity}{functions}{options}")

    def _functions(self, *, explicit: bool = False) -> str:
        parts = (("handler", self.handler), ("validator", self.validator))
        return "".join(f" {word} {name}" if name else f" no {word}" if explicit else "" for word, name in parts)
