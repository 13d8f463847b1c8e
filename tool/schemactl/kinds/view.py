"""Views; replaced in place wherever `create or replace` will do."""

from __future__ import annotations

from dataclasses import dataclass

from ..model import Access, Catalog, Change, Fact, Verb
from .text import option_changes, renamed, with_options

INVOKER = tuple(f"security_invoker={word}" for word in ("true", "on", "yes", "1"))


@dataclass(frozen=True, kw_only=True)
class View(Fact):
    KIND = "view"
    CHEAP = True

    definition: str
    options: tuple[str, ...] | None

    @property
    def access(self) -> tuple[Access, ...]:
        # https://www.postgresql.org/docs/current/sql-createview.html: else the policies that hold are those for its owner
        invoker = any(o in INVOKER for o in self.options or ())
        return () if invoker else (Access("public", "what its owner may see", self.key, by_default=True),)

    def create(self, goal: Catalog) -> Change:
        columns = [f.key for f in goal.children.get(self.key, ()) if f.KIND == "view_column"]
        return Change.of(self.key, Verb.CREATE, self._create("create view"), covers=columns)

    def drop(self, start: Catalog, goal: Catalog) -> Change:
        return Change.of(self.key, Verb.DROP, f"drop view {self.identity}")

    def rename(self, goal: View) -> tuple[str, ...]:
        return renamed("view", self.key, goal.key)

    def alter(self, goal: View, start: Catalog, target: Catalog) -> Change:
        if self.definition == goal.definition:
            clauses = option_changes(self.options, goal.options)
            return Change.of(self.key, Verb.ALTER, [f"alter view {self.identity} {c}" for c in clauses])
        again = [f"drop view {self.identity}", goal._create("create view")]
        return Change.of(self.key, Verb.ALTER, goal._create("create or replace view"), again)

    def _create(self, verb: str) -> str:
        return f"{verb} {self.identity}{with_options(self.options)} as\n{self.definition.strip()}"
