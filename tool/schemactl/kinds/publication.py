"""Publications: what they publish, altered in place."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace

from ..model import Catalog, Change, Fact, Key, Verb
from .text import literal, renamed

EVERYTHING = "insert, update, delete, truncate"


@dataclass(frozen=True, kw_only=True)
class Publication(Fact):
    KIND = "publication"
    CHEAP = True

    all_tables: bool
    publish: str
    via_root: bool
    generated_columns: str | None
    schemas: tuple[str, ...]
    tables: tuple[str, ...]
    parents: tuple[str, ...] = field(default=(), compare=False)

    def is_signed(self, excluded: Collection[str]) -> bool:
        # a platform brings one along, empty
        return not excluded or self.all_tables or bool(self.tables or self.schemas)

    def create(self, goal: Catalog) -> Change:
        what = " for all tables" if self.all_tables else f" for {self._content()}" if self.tables or self.schemas else ""
        options = self._options(None)
        return Change.of(self.key, Verb.CREATE, f"create publication {self.identity}{what}{f' with ({options})' if options else ''}")

    def drop(self, start: Catalog, goal: Catalog) -> Change:
        return Change.of(self.key, Verb.DROP, f"drop publication {self.identity}")

    def rename(self, goal: Publication) -> tuple[str, ...]:
        return renamed("publication", self.key, goal.key)

    def make_way(self, changing: Key, start: Catalog, goal: Catalog) -> Change | None:
        """A table with a column list or a filter over the column leaves the publication, which itself stays for its subscribers."""
        if changing.kind == "table":
            return None  # the table leaves when it goes
        of_column = tuple(t for t in self.tables if changing.identity.startswith(f"{_name(t)}."))
        tables = of_column or tuple(t for t in self.tables if t != _name(t))
        names = replace(self, schemas=(), tables=tables)._names()
        return Change.of(self.key, Verb.ALTER, f"alter publication {self.identity} drop {names}")

    def alter(self, goal: Publication, start: Catalog, target: Catalog) -> Change | None:
        if self.all_tables != goal.all_tables:
            return None
        head, statements, options = f"alter publication {self.identity}", [], goal._options(self)
        if options:
            statements.append(f"{head} set ({options})")
        if (self.schemas, self.tables) != (goal.schemas, goal.tables):
            statements += [f"{head} set {goal._content()}"] if goal.schemas or goal.tables else [f"{head} drop {self._names()}"]
        return Change.of(self.key, Verb.ALTER, statements)

    def _content(self) -> str:
        """What follows FOR, SET or DROP: a table that others inherit from as `only`, since each of them is named by itself.

        https://www.postgresql.org/docs/current/sql-createpublication.html
        """
        named = (f"only {t}" if _name(t) in self.parents else t for t in self.tables)
        tables = f"table {', '.join(named)}" if self.tables else ""
        schemas = f"tables in schema {', '.join(self.schemas)}" if self.schemas else ""
        return ", ".join(part for part in (tables, schemas) if part)

    def _names(self) -> str:
        return replace(self, tables=tuple(map(_name, self.tables)))._content()

    def _options(self, before: Publication | None) -> str:
        publish, root, generated = (before.publish, before.via_root, before.generated_columns) if before else (EVERYTHING, False, "n")
        parts = (
            f"publish = {literal(self.publish)}" if self.publish != publish else "",
            f"publish_via_partition_root = {str(self.via_root).lower()}" if self.via_root != root else "",
            f"publish_generated_columns = {'stored' if self.generated_columns == 's' else 'none'}"
            if self.generated_columns and self.generated_columns != generated
            else "",
        )
        return ", ".join(part for part in parts if part)


def _name(table: str) -> str:
    """The table of `public.t (id, name) where (id > 1)`."""
    return table.split(" (", 1)[0].split(" where ", 1)[0]
