"""Sections and a database → what their queries say now, as plain data."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from ..adapters.database import Database
from ..adapters.sql import masked, quote_ident
from ..errors import ConnectionLost, DatabaseError
from .sections import Section

EXTENSION = "select quote_ident(n.nspname) from pg_extension e join pg_namespace n on n.oid = e.extnamespace where e.extname = %s"
MEMBER = "select pg_catalog.pg_has_role(%s, 'usage')"
PATH = "select pg_catalog.set_config('search_path', %s, false)"
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Reading:
    """A section and its rows, by column name.

    platform: how many rows of a platform's were left out.   notice: what the rows may lack.   failure: why nothing was read.
    """

    section: Section
    rows: tuple[Row, ...] = ()
    platform: int = 0
    notice: str = ""
    failure: str = ""

    @property
    def remarks(self) -> tuple[str, ...]:
        """What to look at: each row's remark after the row's first column."""
        first = self.section.columns[0].name
        told = (row for row in self.rows if row.get("remark"))
        return tuple(row["remark"] if self.section.facts else f"{row[first]}: {row['remark']}" for row in told)

    def as_data(self) -> dict[str, Any]:
        columns = [{"name": c.name, "title": c.title, "unit": c.unit} for c in self.section.columns]
        names = [*(c.name for c in self.section.columns), "remark"]
        return {
            "name": self.section.name,
            "title": self.section.title,
            "about": self.section.about,
            "columns": columns,
            "rows": [{n: row.get(n) for n in names} for row in self.rows],
            "platform_rows_left_out": self.platform,
            "notice": self.notice or None,
            "cannot_tell": self.failure or None,
        }


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Readings of one moment. `taken_at`: ISO 8601, of the server's clock."""

    title: str
    database: str
    server: str
    taken_at: str
    readings: tuple[Reading, ...]

    def as_data(self) -> dict[str, Any]:
        sections = [reading.as_data() for reading in self.readings]
        return {"database": self.database, "server": self.server, "taken_at": self.taken_at, "sections": sections}


def read(database: Database, wanted: Iterable[Section], platform: Collection[str], report: Callable[[str], None]) -> tuple[Reading, ...]:
    """What each section says; rows whose `schema` is among `platform` are left out. A query that fails is a reading that says why.

    Raises:
        ConnectionLost
    """
    out = []
    for section in wanted:
        report(f"reading {section.title.lower()}")
        out.append(_without(_read(database, section), platform))
    return tuple(out)


def _read(database: Database, section: Section) -> Reading:
    schema = schema_of(database, section.needs)
    if section.needs and not schema:
        return Reading(section, failure=f"the extension {section.needs} is not there: create extension {quote_ident(section.needs)}")
    try:
        rows = rows_of(database, section.sql, schema)
    except ConnectionLost:
        raise
    except DatabaseError as error:
        return Reading(section, failure=f"{error} (SQLSTATE {error.sqlstate})")
    queries = [c.name for c in section.columns if c.unit == "query"]
    return Reading(section, tuple(_masked(row, queries) for row in rows), notice=_notice(database, section))


def _notice(database: Database, section: Section) -> str:
    if not section.sees or database.value(MEMBER, (section.sees,)):
        return ""
    return f"of other roles' sessions little or nothing is seen: grant {section.sees} to {quote_ident(database.user)}"


def schema_of(database: Database, extension: str) -> str:
    """The quoted schema of an extension's objects; empty where it is not there."""
    return database.value(EXTENSION, (extension,)) or ""


def rows_of(database: Database, sql: str, schema: str = "") -> tuple[Row, ...]:
    """The query's rows by column name, its values as JSON has them; names are sought in pg_catalog and the (quoted) schema.

    Raises:
        DatabaseError
    """
    database.execute(PATH, (f"pg_catalog, {schema}" if schema else "pg_catalog",))
    return tuple(row for (row,) in database.rows(f"select to_jsonb(q) from (\n{sql}\n) q"))


def _masked(row: Row, queries: Collection[str]) -> Row:
    """The row with no constant in any text of a query."""
    return {name: masked(value) if name in queries and value else value for name, value in row.items()}


def _without(reading: Reading, platform: Collection[str]) -> Reading:
    kept = tuple(row for row in reading.rows if row.get("schema") not in platform)
    return replace(reading, rows=kept, platform=len(reading.rows) - len(kept))
