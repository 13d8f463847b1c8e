"""Default privileges: what objects that a role creates later will grant."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby

from ..model import Catalog, Change, Fact, Verb

Entry = tuple[str, str, bool]
"""(grantee, privilege, with grant option)"""


@dataclass(frozen=True, kw_only=True)
class DefaultPrivilege(Fact):
    KIND = "default_privilege"
    SAID_OF = True

    role: str
    schema: str | None
    object_type: str
    acl: tuple[Entry, ...]
    builtin: tuple[Entry, ...]
    made_by: str = field(compare=False)

    def create(self, goal: Catalog) -> Change:
        return Change.of(self.key, Verb.CREATE, list(self._between(self.builtin, self.acl)))

    def drop(self, start: Catalog, goal: Catalog) -> Change:
        return Change.of(self.key, Verb.DROP, list(self._between(self.acl, self.builtin)))

    def alter(self, goal: DefaultPrivilege, start: Catalog, target: Catalog) -> Change:
        return Change.of(self.key, Verb.ALTER, list(self._between(self.acl, goal.acl)))

    def _between(self, before: Iterable[Entry], after: Iterable[Entry]) -> Iterable[str]:
        old, new = {e[:2]: e[2] for e in before}, {e[:2]: e[2] for e in after}
        in_schema = f" in schema {self.schema}" if self.schema else ""
        head = f"alter default privileges for role {self.role}{in_schema}"
        for grantee, names in _by_grantee(k for k in old if k not in new):
            yield f"{head} revoke {names} on {self.object_type} from {grantee}"
        for grantee, names in _by_grantee(k for k, w in old.items() if w and new.get(k) is False):
            yield f"{head} revoke grant option for {names} on {self.object_type} from {grantee}"
        for grantee, names in _by_grantee(k for k, w in new.items() if k not in old and not w):
            yield f"{head} grant {names} on {self.object_type} to {grantee}"
        for grantee, names in _by_grantee(k for k, w in new.items() if w and not old.get(k)):
            yield f"{head} grant {names} on {self.object_type} to {grantee} with grant option"


def _by_grantee(keys: Iterable[tuple[str, str]]) -> Iterable[tuple[str, str]]:
    for grantee, group in groupby(sorted(keys), key=lambda k: k[0]):
        yield grantee, ", ".join(privilege for _, privilege in group)
