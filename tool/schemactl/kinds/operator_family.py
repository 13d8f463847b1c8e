"""Operator families with their loose members."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ..model import Catalog, Change, Fact, Verb


@dataclass(frozen=True, kw_only=True)
class OperatorFamily(Fact):
    KIND = "operator_family"

    members: tuple[str, ...]

    def create(self, goal: Catalog) -> Change:
        return Change.of(self.key, Verb.CREATE, [f"create operator family {self.identity}", *self._add(self.members)])

    def drop(self, start: Catalog, goal: Catalog) -> Change:
        return Change.of(self.key, Verb.DROP, f"drop operator family {self.identity}")

    def alter(self, goal: OperatorFamily, start: Catalog, target: Catalog) -> Change:
        gone = [_slot(m) for m in self.members if m not in goal.members]
        dropped = [f"alter operator family {self.identity} drop {', '.join(gone)}"] if gone else []
        return Change.of(self.key, Verb.ALTER, [*dropped, *self._add([m for m in goal.members if m not in self.members])])

    def _add(self, members: Sequence[str]) -> list[str]:
        return [f"alter operator family {self.identity} add {', '.join(members)}"] if members else []


def _slot(member: str) -> str:
    """`operator 1 public.<(a,b)` → `operator 1 (a,b)`; `function 1 (a, b) f(a,b)` → `function 1 (a, b)`."""
    found = re.match(r"(function \d+ \([^)]*\))|(operator \d+) .*?(\([^()]*\))(?: for order by .*)?$", member)
    if not found:
        raise ValueError(f"no member of an operator family: {member}")
    return found[1] or f"{found[2]} {found[3]}"
