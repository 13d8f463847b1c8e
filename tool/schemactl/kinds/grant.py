"""What a role may do with an object. The owner's rights and PostgreSQL's own grants are facts too, so that a lost one is seen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ..model import Access, Catalog, Change, Fact, Key, Verb
from .text import sql_name

# what GRANT wants to hear where it differs from the object's own name
GRANTED_AS = {
    "view": "table",
    "materialized view": "table",
    "foreign table": "table",
    "procedure": "routine",
    "aggregate": "routine",
    "function": "function",
    "server": "foreign server",
}
# what everybody may do with a new object: https://www.postgresql.org/docs/current/ddl-priv.html#PRIVILEGES-SUMMARY-TABLE
BUILT_IN = {
    **dict.fromkeys(("function", "procedure", "aggregate"), ("execute",)),
    **dict.fromkeys(("type", "domain", "composite type", "language"), ("usage",)),
}


@dataclass(frozen=True, kw_only=True)
class Grant(Fact):
    KIND = "grant"
    SAID_OF = True
    BORN_WITH = True
    CHEAP = True

    object_type: str
    object: str = field(compare=False)
    column: str | None
    grantee: str
    grantor: str | None
    owner: str = field(compare=False)
    privileges: tuple[str, ...]
    grantable: tuple[str, ...]
    initial: tuple[str, ...] = field(compare=False)
    schema_address: Key | None = field(compare=False)

    @property
    def access(self) -> tuple[Access, ...]:
        if self.grantee == "owner" or self.parent is None:
            return ()
        given = self.grantee == "public" and self.privileges == BUILT_IN.get(self.object_type)
        return tuple(
            Access(self.grantee, f"{p} with grant option" if p in self.grantable else p, self.parent, given) for p in self.privileges
        )

    def create(self, goal: Catalog) -> Change:
        return self._change(Verb.CREATE, self._between(replace(self, privileges=self.initial, grantable=()), self))

    def drop(self, start: Catalog, goal: Catalog) -> Change:
        return self._change(Verb.DROP, self._between(self, replace(self, privileges=self.initial, grantable=())))

    def alter(self, goal: Grant, start: Catalog, target: Catalog) -> Change:
        return self._change(Verb.ALTER, self._between(self, goal))

    def _between(self, before: Grant, after: Grant) -> Iterator[str]:
        lost = [p for p in before.privileges if p not in after.privileges]
        tied = [p for p in before.grantable if p not in after.grantable and p not in lost]
        gained = [p for p in after.privileges if p not in before.privileges and p not in after.grantable]
        freed = [p for p in after.grantable if p not in before.grantable]
        yield from after._revoke(lost)
        yield from after._revoke(tied, "grant option for ")
        yield from after._grant(gained)
        yield from after._grant(freed, " with grant option")

    @classmethod
    def joined(cls, facts: Sequence[Grant]) -> tuple[str, ...]:
        if any(fact.initial for fact in facts):
            return ()  # some of these are made by a revoke
        wanted: dict[tuple[str, str | None], dict[tuple[str, bool], list[str]]] = {}
        for fact in facts:
            for privilege in fact.privileges:
                option = " with grant option" if privilege in fact.grantable else ""
                names = wanted.setdefault((f"on {fact._target()} to {fact._role()}{option}", fact.grantor), {})
                names.setdefault((privilege, fact.column is None), []).append(fact.column or "")
        return tuple(s for (tail, grantor), names in wanted.items() for s in _as(grantor, [f"grant {_listed(names)} {tail}"]))

    def _change(self, verb: Verb, statements: Iterable[str]) -> Change:
        """GRANT and REVOKE speak for the owner unless the session is another role with the grant option.

        https://www.postgresql.org/docs/current/sql-grant.html#SQL-GRANT-NOTES
        """
        return Change.of(self.key, verb, _as(self.grantor, tuple(statements)))

    def _grant(self, privileges: Iterable[str], option: str = "") -> Iterable[str]:
        names = self._names(privileges)
        if names:
            yield f"grant {names} on {self._target()} to {self._role()}{option}"

    def _revoke(self, privileges: Iterable[str], option: str = "") -> Iterable[str]:
        names = self._names(privileges)
        if names:
            yield f"revoke {option}{names} on {self._target()} from {self._role()}"

    def _names(self, privileges: Iterable[str]) -> str:
        return ", ".join(f"{p} ({self.column})" if self.column else p for p in privileges)

    def _target(self) -> str:
        name = "table" if self.column else sql_name(self.object_type)
        return f"{GRANTED_AS.get(name, name)} {self.object}"

    def _role(self) -> str:
        return self.owner if self.grantee == "owner" else self.grantee


def _as(grantor: str | None, statements: Sequence[str]) -> Sequence[str]:
    return (f"set role {grantor}", *statements, "reset role") if grantor else statements


def _listed(names: Mapping[tuple[str, bool], Sequence[str]]) -> str:
    return ", ".join(privilege if whole else f"{privilege} ({', '.join(columns)})" for (privilege, whole), columns in names.items())
