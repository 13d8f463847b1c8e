"""Columns → the values that rows are made of: candidates that PostgreSQL took as values of the column's type, in its own spelling."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ...adapters.database import Database
from ...adapters.sql import quote_literal
from ...errors import DatabaseError
from .facts import Column, Type
from .values import values

Row = Mapping[str, str | None]
MOST = 60
FORMS = {"N": re.compile(r"-?[\d.]+"), "D": re.compile(r"\d.*|-?infinity"), "B": re.compile("true|false|[tf]"), "E": re.compile("(?!)")}
"""What a text must look like to be worth asking for a type of this category: the manual, pg_type, "typcategory Codes"."""


@dataclass(frozen=True, slots=True)
class Domain:
    """What a column may hold: plain values for any row, edges for one or another; null among the edges where it may be."""

    plain: tuple[str | None, ...]
    edges: tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Domains:
    """Asks the server, each type once."""

    database: Database
    types: Mapping[int, Type]
    _known: dict[tuple[str, bool], Domain] = field(default_factory=dict)

    def of(self, column: Column, meant: Iterable[str] = ()) -> Domain:
        """The column's candidates, those first that its conditions speak of."""
        base = self._of_type(column)
        type_ = self.types.get(column.type_oid)
        form = FORMS.get(type_.category if type_ else "")
        hinted = tuple(m for m in meant if form is None or form.fullmatch(m))
        if not hinted:
            return base
        taken = self.accepted(column.type, hinted)[:MOST]
        return Domain(tuple(dict.fromkeys((*base.plain, *taken))), base.edges)

    def accepted(self, type_: str, texts: Sequence[str]) -> tuple[str, ...]:
        """The texts that are values of the type, as PostgreSQL writes them, each once."""
        return tuple(dict.fromkeys(v for v in self._cast(type_, texts) if v is not None))

    def _of_type(self, column: Column) -> Domain:
        key = (column.type, column.nullable)
        if key not in self._known:
            found = values(column.type_oid, column.modifier, self.types)
            plain, edges = self.accepted(column.type, found.plain), self.accepted(column.type, found.edges)
            nothing = (None,) if column.nullable and not self._refuses_null(column.type_oid) else ()
            self._known[key] = Domain(plain or edges, (*edges, *nothing))
        return self._known[key]

    def _refuses_null(self, oid: int) -> bool:
        """A domain's own not null: the manual, CREATE DOMAIN."""
        type_ = self.types.get(oid)
        return type_ is not None and type_.kind == "d" and (type_.not_null or self._refuses_null(type_.parts[0]))

    def _cast(self, type_: str, texts: Sequence[str]) -> list[str | None]:
        """The whole list in one question; one that is refused is asked in halves."""
        if not texts:
            return []
        try:
            items = ", ".join(map(quote_literal, texts))
            return list(self.database.value(f"select array(select x::{type_}::text from unnest(array[{items}]::text[]) x)"))
        except DatabaseError:
            half = len(texts) // 2
            return [*self._cast(type_, texts[:half]), *self._cast(type_, texts[half:])] if half else []
