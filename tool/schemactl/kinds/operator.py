"""Operators."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ..model import Catalog, Change, Fact, Verb


@dataclass(frozen=True, kw_only=True)
class Operator(Fact):
    KIND = "operator"
    CHEAP = True
    name: str
    signature: tuple[str, ...]
    commutator: str | None
    negator: str | None
    restrict: str | None
    join: str | None
    hashes: bool
    merges: bool

    def create(self, goal: Catalog) -> Change:
        parts = [
            *self.signature,
            f"commutator = {self.commutator}" if self.commutator else "",
            f"negator = {self.negator}" if self.negator else "",
            f"restrict = {self.restrict}" if self.restrict else "",
            f"join = {self.join}" if self.join else "",
            "hashes" if self.hashes else "",
            "merges" if self.merges else "",
        ]
        return Change.of(self.key, Verb.CREATE, f"create operator {self.name} ({', '.join(p for p in parts if p)})")

    def drop(self, start: Catalog, goal: Catalog) -> Change:
        return Change.of(self.key, Verb.DROP, f"drop operator {self._plain()}")

    def alter(self, goal: Operator, start: Catalog, target: Catalog) -> Change | None:
        if replace(self, restrict=goal.restrict, join=goal.join) != goal:
            return None
        options = [f"{n} = {getattr(goal, n) or 'none'}" for n in ("restrict", "join") if getattr(goal, n) != getattr(self, n)]
        return Change.of(self.key, Verb.ALTER, f"alter operator {self._plain()} set ({', '.join(options)})")

    def _plain(self) -> str:
        # regoperator prints a prefix operator's missing side as NONE
        return self.identity
