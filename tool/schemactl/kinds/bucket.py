"""Buckets of Supabase's storage, as declared data: https://supabase.com/docs/guides/storage/buckets/creating-buckets."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from ..model import Catalog, Change, Fact, Verb
from .text import literal

MAY_DELETE = "select pg_catalog.set_config('storage.allow_delete_query', 'true', true)"
"""The platform refuses a deletion by SQL, which would leave files behind; a bucket that has files keeps itself by their foreign key."""


@dataclass(frozen=True, kw_only=True)
class Bucket(Fact):
    KIND = "bucket"
    HOLDS_DATA = True
    READ_FROM = "storage.buckets"
    id: str
    name: str
    public: bool
    size_limit: int | None
    mime_types: tuple[str, ...] | None

    def is_signed(self, excluded: Collection[str]) -> bool:
        """People make buckets as they go: one that nobody declared is no drift."""
        return False

    def create(self, goal: Catalog) -> Change:
        columns = ", ".join(self._values)
        values = ", ".join(self._values.values())
        return Change.of(self.key, Verb.CREATE, f"insert into storage.buckets (id, {columns})\nvalues ({literal(self.id)}, {values})")

    def alter(self, goal: Bucket, start: Catalog, target: Catalog) -> Change:
        changed = ", ".join(f"{name} = {value}" for name, value in goal._values.items() if self._values[name] != value)
        return Change.of(self.key, Verb.ALTER, f"update storage.buckets set {changed} where id = {literal(self.id)}")

    def drop(self, start: Catalog, goal: Catalog) -> Change:
        return Change.of(self.key, Verb.DROP, [MAY_DELETE, f"delete from storage.buckets where id = {literal(self.id)}"])

    @property
    def _values(self) -> dict[str, str]:
        types = None if self.mime_types is None else f"array[{', '.join(map(literal, self.mime_types))}]::text[]"
        return {
            "name": literal(self.name),
            "public": str(self.public).lower(),
            "file_size_limit": "null" if self.size_limit is None else str(self.size_limit),
            "allowed_mime_types": types or "null",
        }
