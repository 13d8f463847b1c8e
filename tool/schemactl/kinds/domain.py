"""Domains; their checks are constraints of their own."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from ..model import Catalog, Change, Fact, RowCheck, Verb
from .constraint import Constraint
from .offending import Rows, added_up
from .retype import NATURAL, taken_over
from .text import renamed


@dataclass(frozen=True, kw_only=True)
class Domain(Fact):
    KIND = "domain"
    HOLDS_DATA = True

    type: str
    collation: str | None
    default: str | None
    not_null: bool
    not_null_name: str | None
    not_null_constraint: str | None = field(compare=False)

    def create(self, goal: Catalog) -> Change:
        return self._create(goal, self.not_null_name)

    def create_as_in(self, start: Catalog, goal: Catalog) -> Change:
        """Beside the old domain, which has PostgreSQL's own choice of a name for its constraint."""
        return self._create(goal, self.not_null_constraint)

    def _create(self, goal: Catalog, not_null_name: str | None) -> Change:
        checks = [c for c in goal.of(self.key, Constraint) if c.validated]
        parts = [
            f"create domain {self.identity} as {self.type}",
            f"collate {self.collation}" if self.collation else "",
            f"default {self.default}" if self.default else "",
            _not_null(not_null_name) if self.not_null else "",
            *(f"\n    {c.clause()}" for c in checks),
        ]
        return Change.of(self.key, Verb.CREATE, " ".join(p for p in parts if p), covers=[c.key for c in checks])

    def drop(self, start: Catalog, goal: Catalog) -> Change:
        return Change.of(self.key, Verb.DROP, f"drop domain {self.identity}")

    def rename(self, goal: Domain) -> tuple[str, ...]:
        return renamed("domain", self.key, goal.key)

    def alter(self, goal: Domain, start: Catalog, target: Catalog) -> Change | None:
        if (self.type, self.collation) != (goal.type, goal.collation):
            return taken_over(self, target, start, NATURAL)
        head, statements = f"alter domain {self.identity}", []
        if self.default != goal.default:
            statements.append(f"{head} set default {goal.default}" if goal.default else f"{head} drop default")
        if self.not_null != goal.not_null:
            named = goal.not_null and goal.not_null_name
            statements.append(
                f"{head} add {_not_null(goal.not_null_name)}" if named else f"{head} {'set' if goal.not_null else 'drop'} not null"
            )
        elif self.not_null_name != goal.not_null_name:
            statements.append(f"{head} rename constraint {self.not_null_constraint} to {goal.not_null_constraint}")
        altered = Change.of(self.key, Verb.ALTER, statements)
        if self.not_null or not goal.not_null:
            return altered
        # inside an array or a composite type its values cannot be checked
        anew = taken_over(self, target, start, NATURAL)
        return replace(altered, forms=(*altered.forms, *anew.forms), covers=anew.covers)

    def row_checks(self, before: Domain | None, start: Catalog, goal: Catalog) -> tuple[RowCheck, ...]:
        if before is None or before.not_null or not self.not_null:
            return ()
        rows = Rows(start, goal)
        queries = [rows.count(rows.of(c.parent, [c.key], typed=False), f"{c.name} is null") for c in rows.held(self.identity, arrays=False)]
        return (RowCheck(self.key, "not null", added_up(queries)),) if queries else ()


def _not_null(name: str | None) -> str:
    return f"constraint {name} not null" if name else "not null"
