"""What is ours: the schemas that are compared. What a platform or the tool itself keeps is left out, with everything inside."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

LEDGER_SCHEMA = "schemactl"


@dataclass(frozen=True, slots=True)
class Scope:
    """`excluded` are quoted schema names that are not compared; with `only`, nothing but those schemas is.

    `roles`: whether roles and their memberships are compared, which belong to the whole server.
    """

    excluded: frozenset[str] = frozenset({LEDGER_SCHEMA})
    only: frozenset[str] = frozenset()
    roles: bool = False

    def holds(self, schema: str) -> bool:
        """Whether objects of the schema (its quoted name) are compared."""
        return schema in self.only if self.only else schema not in self.excluded

    @property
    def holds_database_objects(self) -> bool:
        """Whether what lives in no schema (extensions, publications …) is compared."""
        return not self.only

    def without(self, schemas: Collection[str]) -> Scope:
        return replace(self, excluded=self.excluded | frozenset(schemas))


LEDGER = Scope(only=frozenset({LEDGER_SCHEMA}))
