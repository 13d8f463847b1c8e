"""Memberships of roles in roles."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..model import Catalog, Change, Fact, Verb


@dataclass(frozen=True, kw_only=True)
class Membership(Fact):
    KIND = "membership"
    CHEAP = True
    OF_CLUSTER = True

    role: str
    member: str
    grantors: tuple[str, ...] = field(compare=False)
    admin: bool
    inherit: bool | None
    set: bool | None

    def create(self, goal: Catalog) -> Change:
        return Change.of(self.key, Verb.CREATE, self._grant())

    def drop(self, start: Catalog, goal: Catalog) -> Change:
        plain = f"revoke {self.role} from {self.member}"
        # a revoke takes back one grantor's grant; without a name, the one that the revoker would have made
        each = [f"{plain} granted by {grantor}" for grantor in self.grantors]
        return Change.of(self.key, Verb.DROP, *([plain] if len(each) == 1 else []), each)

    def alter(self, goal: Membership, start: Catalog, target: Catalog) -> Change:
        lost = [f"revoke admin option for {self.role} from {self.member}"] if self.admin and not goal.admin else []
        return Change.of(self.key, Verb.ALTER, [*lost, goal._grant()])

    def _grant(self) -> str:
        # INHERIT and SET are said since PostgreSQL 16, where a plain grant takes INHERIT from the member's own attribute
        said = [f"{name} {str(value).lower()}" for name, value in (("inherit", self.inherit), ("set", self.set)) if value is not None]
        options = [*(["admin true" if said else "admin option"] if self.admin else []), *said]
        return f"grant {self.role} to {self.member}{' with ' if options else ''}{', '.join(options)}"
