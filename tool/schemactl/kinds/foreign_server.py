"""Foreign servers."""

from __future__ import annotations

from dataclasses import dataclass

from ..model import Catalog, Change, Fact, Verb
from .text import fdw_option_changes, fdw_options, literal, renamed


@dataclass(frozen=True, kw_only=True)
class ForeignServer(Fact):
    KIND = "foreign_server"
    HOLDS_DATA = True
    TAKES_PARTS_ALONG = False  # not its user mappings
    wrapper: str
    type: str | None
    version: str | None
    options: tuple[str, ...] | None

    def create(self, goal: Catalog) -> Change:
        kind = f" type {literal(self.type)}" if self.type else ""
        version = f" version {literal(self.version)}" if self.version else ""
        text = f"create server {self.identity}{kind}{version} foreign data wrapper {self.wrapper}{fdw_options(self.options)}"
        return Change.of(self.key, Verb.CREATE, text)

    def drop(self, start: Catalog, goal: Catalog) -> Change:
        return Change.of(self.key, Verb.DROP, f"drop server {self.identity}")

    def rename(self, goal: ForeignServer) -> tuple[str, ...]:
        return renamed("server", self.key, goal.key)

    def alter(self, goal: ForeignServer, start: Catalog, target: Catalog) -> Change | None:
        if (self.wrapper, self.type) != (goal.wrapper, goal.type):
            return None
        version = "" if self.version == goal.version else f" version {literal(goal.version) if goal.version else 'null'}"
        return Change.of(self.key, Verb.ALTER, f"alter server {self.identity}{version}{fdw_option_changes(self.options, goal.options)}")
