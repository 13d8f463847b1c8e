"""Foreign tables: a server and options; the columns are facts of their own."""

from __future__ import annotations

from dataclasses import dataclass

from ..model import Catalog, Change, Fact, Verb
from .column import Column
from .constraint import Constraint
from .text import fdw_option_changes, fdw_options, renamed


@dataclass(frozen=True, kw_only=True)
class ForeignTable(Fact):
    KIND = "foreign_table"
    HOLDS_DATA = True
    server: str
    options: tuple[str, ...] | None
    inherits: tuple[str, ...] | None

    def create(self, goal: Catalog) -> Change:
        columns = sorted(goal.of(self.key, Column), key=lambda c: c.position)
        constraints = [c for c in goal.of(self.key, Constraint) if c.local and c.is_inlinable]
        clauses = [c.clause(goal) for c in columns if c.local or not self.inherits] + [c.clause() for c in constraints]
        inherits = f" inherits ({', '.join(self.inherits)})" if self.inherits else ""
        body = ",\n    ".join(clauses)
        text = f"create foreign table {self.identity} (\n    {body}\n){inherits} server {self.server}{fdw_options(self.options)}"
        covers = {f.key for f in (*columns, *constraints)} | {
            c.key for f in columns for c in goal.children.get(f.key, ()) if c.KIND == "default"
        }
        return Change.of(self.key, Verb.CREATE, text, covers=covers)

    def drop(self, start: Catalog, goal: Catalog) -> Change:
        return Change.of(self.key, Verb.DROP, f"drop foreign table {self.identity}")

    def rename(self, goal: ForeignTable) -> tuple[str, ...]:
        return renamed("foreign table", self.key, goal.key)

    def alter(self, goal: ForeignTable, start: Catalog, target: Catalog) -> Change | None:
        if self.server != goal.server:
            return None
        old, new = self.inherits or (), goal.inherits or ()
        clauses = [f" no inherit {p}" for p in old if p not in new] + [f" inherit {p}" for p in new if p not in old]
        options = fdw_option_changes(self.options, goal.options)
        return Change.of(
            self.key, Verb.ALTER, [f"alter foreign table {self.identity}{c}" for c in [*clauses, *([options] if options else [])]]
        )
