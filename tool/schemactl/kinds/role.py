"""Roles. They belong to the cluster: compared only where the scope says so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ..model import Catalog, Change, Fact, Verb
from .text import literal

SWITCHES = ("superuser", "inherit", "createrole", "createdb", "login", "replication", "bypassrls")
NEW = {name: name == "inherit" for name in SWITCHES}
UNLIMITED = -1
# their value is a list of names, which quotes would make one
LISTS = ("search_path", "temp_tablespaces", "session_preload_libraries", "local_preload_libraries")


@dataclass(frozen=True, kw_only=True)
class Role(Fact):
    KIND = "role"
    HOLDS_DATA = True  # what it owns or may do is in other databases too
    OF_CLUSTER = True

    superuser: bool
    inherit: bool
    createrole: bool
    createdb: bool
    login: bool
    replication: bool
    bypassrls: bool
    connection_limit: int
    valid_until: str | None
    settings: tuple[str, ...] | None

    def create(self, goal: Catalog) -> Change:
        words = " ".join(self._words(None))
        return Change.of(self.key, Verb.CREATE, [f"create role {self.identity}{' ' if words else ''}{words}", *self._configured(())])

    def drop(self, start: Catalog, goal: Catalog) -> Change:
        return Change.of(self.key, Verb.DROP, f"drop role {self.identity}")

    def alter(self, goal: Role, start: Catalog, target: Catalog) -> Change:
        words = " ".join(goal._words(self))
        altered = [f"alter role {self.identity} {words}"] if words else []
        return Change.of(self.key, Verb.ALTER, [*altered, *goal._configured(self.settings or ())])

    def _words(self, before: Role | None) -> Iterable[str]:
        for name in SWITCHES:
            mine = getattr(self, name)
            if mine != (getattr(before, name) if before else NEW[name]):
                yield name if mine else f"no{name}"
        if self.connection_limit != (before.connection_limit if before else UNLIMITED):
            yield f"connection limit {self.connection_limit}"
        if self.valid_until != (before.valid_until if before else None):
            yield f"valid until {literal(self.valid_until or 'infinity')}"

    def _configured(self, before: Iterable[str]) -> Iterable[str]:
        old, new = (dict(s.partition("=")[::2] for s in settings) for settings in (before, self.settings or ()))
        head = f"alter role {self.identity}"
        yield from (f"{head} set {k} to {v if k in LISTS else literal(v)}" for k, v in new.items() if old.get(k) != v)
        yield from (f"{head} reset {k}" for k in old if k not in new)
