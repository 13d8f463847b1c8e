"""Functions and procedures; replaced in place wherever PostgreSQL allows it."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..model import Access, Catalog, Change, Fact, Verb
from .text import literal, renamed


@dataclass(frozen=True, kw_only=True)
class Function(Fact):
    KIND = "function"
    CHEAP = True

    kind: str
    definition: str
    parsed_body: bool
    source: str = field(compare=False, repr=False)
    security_definer: bool = field(compare=False)
    validator: str | None = field(compare=False)

    @property
    def access(self) -> tuple[Access, ...]:
        return (Access("public", "the rights of its owner", self.key, by_default=True),) if self.security_definer else ()

    def create(self, goal: Catalog) -> Change:
        return Change.of(self.key, Verb.CREATE, self._text("create"))

    def drop(self, start: Catalog, goal: Catalog) -> Change:
        return Change.of(self.key, Verb.DROP, self._drop())

    def rename(self, goal: Function) -> tuple[str, ...]:
        return renamed("procedure" if self.kind == "p" else "function", self.key, goal.key)

    def alter(self, goal: Function, start: Catalog, target: Catalog) -> Change:
        return Change.of(self.key, Verb.ALTER, goal._text("create or replace"), [self._drop(), goal._text("create")])

    @property
    def probe(self) -> str:
        # what CREATE FUNCTION calls in the end: https://www.postgresql.org/docs/current/plhandler.html#PLHANDLER-CONVENTIONS
        return f"select {self.validator}({literal(self.identity)}::pg_catalog.regprocedure::pg_catalog.oid)" if self.validator else ""

    @property
    def body(self) -> str:
        return self.source

    def _text(self, verb: str) -> str:
        return verb + self.definition.removeprefix("CREATE OR REPLACE")

    def _drop(self) -> str:
        return f"drop {'procedure' if self.kind == 'p' else 'function'} {self.identity}"
