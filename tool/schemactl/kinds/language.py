"""Procedural languages made by hand."""

from __future__ import annotations

from dataclasses import dataclass

from ..model import Catalog, Change, Fact, Verb
from .text import renamed


@dataclass(frozen=True, kw_only=True)
class Language(Fact):
    KIND = "language"
    HOLDS_DATA = True
    trusted: bool
    handler: str | None
    inline: str | None
    validator: str | None

    def create(self, goal: Catalog) -> Change:
        inline = f" inline {self.inline}" if self.inline else ""
        validator = f" validator {self.validator}" if self.validator else ""
        trusted = "trusted " if self.trusted else ""
        return Change.of(self.key, Verb.CREATE, f"create {trusted}language {self.identity} handler {self.handler}{inline}{validator}")

    def drop(self, start: Catalog, goal: Catalog) -> Change:
        return Change.of(self.key, Verb.DROP, f"drop language {self.identity}")

    def rename(self, goal: Language) -> tuple[str, ...]:
        return renamed("language", self.key, goal.key)
