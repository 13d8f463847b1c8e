"""Memberships of roles in roles."""

from __future__ import annotations

from dataclasses import dataclass

from ..model import Catalog, Change, Fact, Verb


@dataclass(frozen=True, kw_only=True)
class Membership(Fact):
    KIND = "membership"
    CHEAP = True
    OF_CLUSTER = True

    role: str
    member: str
    admin: bool
    inherit: bool | None
    set: bool | None

    def create(self, goal: Catalog) -> Change:
        return Change.of(self.key, Verb.CREATE, self._grant())

    def drop(self, start: Catalog, goal: Catalog) -> Change:
        return Change.of(self.key, Verb.DROP, f"revoke {self.role} from {self.member}")

    def alter(self, goal: Membership, start: Catalog, target: Catalog) -> Change:
        lost = [f"revoke admin option for {self.role} from {self.member}"] if self.admin and not goal.admin else []
        return Change.of(self.key, Verb.ALTER, [*lost, goal._grant()])

    def _grant(self) -> str:
        # INHERIT and SET are said since PostgreSQL 16, where a plain grant takes INHERIT from the member's own attribute
        said = [f"{name} {str(value).lower()}" for name, value in (("inherit", self.inherit), ("set", self.set)) if value is not None]
        options = [*(["admin true" if said else "admin option"] if self.admin else []), *said]
        return f"grant {self.role} to {self.member}{' with ' if options else ''}{', '.join(options)}"
