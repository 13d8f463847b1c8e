"""What is ours: the schemas that are compared. What a platform or the tool itself keeps is left out, with everything inside."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase

from ..model import Key

LEDGER_SCHEMA = "schemactl"


@dataclass(frozen=True, slots=True)
class Patterns:
    """What a project leaves out or takes in by name: `table archive.*`, or `archive.*` for whatever kind; `*`, `?` and `[…]` as in a shell.

    A name is the object's identity as the output has it. What is inside a matched object goes with it.
    """

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()

    def leave_out(self, key: Key) -> bool:
        return any(_matches(key, p) for p in self.exclude)

    def take_in(self, key: Key) -> bool:
        return not self.include or any(_matches(key, p) for p in self.include)


@dataclass(frozen=True, slots=True)
class Scope:
    """`excluded` are quoted schema names that are not compared; with `only`, nothing but those schemas is.

    `roles`: whether roles and their memberships are compared, which belong to the whole server. `data`: kinds of declared data that are
    compared. `left_alone`: objects of one database
    that nobody is to touch, with all that is inside them. `lent`: excluded schemas whose tables may have policies of ours. `strangers`:
    roles (quoted) whose event triggers and default privileges are not compared.
    """

    excluded: frozenset[str] = frozenset({LEDGER_SCHEMA})
    only: frozenset[str] = frozenset()
    roles: bool = False
    data: frozenset[str] = frozenset()
    lent: frozenset[str] = frozenset()
    strangers: frozenset[str] = frozenset()
    patterns: Patterns = field(default_factory=Patterns)
    left_alone: frozenset[Key] = frozenset()

    def holds(self, schema: str) -> bool:
        """Whether objects of the schema (its quoted name) are compared."""
        return schema in self.only if self.only else schema not in self.excluded

    def leaves_out(self, key: Key) -> bool:
        """Whether this object is not compared, whatever its schema."""
        return key in self.left_alone or self.patterns.leave_out(key)

    @property
    def holds_database_objects(self) -> bool:
        """Whether what lives in no schema (extensions, publications …) is compared."""
        return not self.only

    @property
    def everything(self) -> Scope:
        """The same schemas, with nothing in them left out by name, and with what strangers own."""
        return replace(self, patterns=Patterns(), left_alone=frozenset(), strangers=frozenset())

    def leaving(self, objects: Collection[Key]) -> Scope:
        return replace(self, left_alone=self.left_alone | frozenset(objects))

    def without(self, schemas: Collection[str], lent: Collection[str] = (), strangers: Collection[str] = ()) -> Scope:
        """The same, with somebody else's schemas and roles left out."""
        return replace(
            self,
            excluded=self.excluded | frozenset(schemas),
            lent=self.lent | frozenset(lent),
            strangers=self.strangers | frozenset(strangers),
        )


def _matches(key: Key, pattern: str) -> bool:
    """Against the identity, or with a kind in front against that kind's."""
    return fnmatchcase(key.identity, pattern) or fnmatchcase(str(key), pattern)


LEDGER = Scope(only=frozenset({LEDGER_SCHEMA}))
