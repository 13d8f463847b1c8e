"""What pg_stat_statements has counted → the statements that cost most, since its reset or since a baseline."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from math import sqrt
from typing import Any

from ..adapters.database import Database
from ..adapters.sql import masked
from ..errors import DatabaseError, Refused
from ..model import Cost
from .reading import Reading, Row, rows_of, schema_of
from .sections import Chapter, Column, Section

EXTENSION = "pg_stat_statements"
NOT_LOADED = "55000"
SWITCH_ON = (
    "On Supabase: Database, Extensions, pg_stat_statements. Elsewhere: add pg_stat_statements to shared_preload_libraries, "
    "restart the server, then: create extension pg_stat_statements."
)
RESET = "select to_jsonb(i) ->> 'stats_reset' from pg_stat_statements_info i"
COUNTERS = ("calls", "rows", "total", "squares", "planning", "hit", "read", "written", "io", "temp", "wal")
NOISE = 1e-9
NAMES = ("queryid", "userid", "dbid")
COLUMNS = {
    "place": Column("place", "#", "count"),
    "role": Column("role", "Role"),
    "share": Column("share", "Of all time", "percent"),
    "total": Column("total", "Total", "milliseconds"),
    "calls": Column("calls", "Calls", "count"),
    "mean": Column("mean", "Mean", "milliseconds"),
    "deviation": Column("deviation", "Deviation", "milliseconds"),
    "rows": Column("rows", "Rows", "count"),
    "cache_hits": Column("cache_hits", "From cache", "percent"),
    "read": Column("read", "Read", "bytes"),
    "io": Column("io", "I/O time", "milliseconds"),
    "temp": Column("temp", "Temp files", "bytes"),
    "wal": Column("wal", "WAL", "bytes"),
    "query": Column("query", "Query", "query"),
    "queryid": Column("queryid", "Query id"),
}


@dataclass(frozen=True, slots=True)
class Counted:
    """Every statement that may be seen, at one moment. `hidden`: statements of roles whose statements this role may not see.

    taken_at, reset: ISO 8601, of the server; `reset` is when counting began.
    """

    taken_at: str
    reset: str
    statements: tuple[Row, ...]
    hidden: int = 0

    def as_data(self) -> dict[str, Any]:
        kept = (*NAMES, "query", *COUNTERS)
        return {"taken_at": self.taken_at, "reset": self.reset, "statements": [{n: s[n] for n in kept} for s in self.statements]}


def counted(database: Database, taken_at: str) -> Counted:
    """What the extension has counted until now; queries without their constants.

    Raises:
        Refused: the extension is not there, or its library is not loaded.
    """
    if not (schema := schema_of(database, EXTENSION)):
        raise Refused("pg_stat_statements is not switched on here", hint=SWITCH_ON)
    query = resources.files(__package__).joinpath("statements.sql").read_text(encoding="utf-8")
    try:
        rows = rows_of(database, query, schema)
    except DatabaseError as error:
        if error.sqlstate != NOT_LOADED:
            raise
        raise Refused(f"pg_stat_statements counts nothing: {error}", hint=SWITCH_ON) from None
    seen = tuple({**row, "query": masked(row["query"])} for row in rows if row["queryid"])
    return Counted(taken_at, database.value(RESET), seen, len(rows) - len(seen))


def since(now: Counted, then: Mapping[str, Any]) -> tuple[Row, ...]:
    """What was counted after a baseline (`Counted.as_data` of then).

    Raises:
        Refused: counting began anew between the two.
    """
    if now.reset != then["reset"]:
        raise Refused(
            f"pg_stat_statements was reset at {now.reset}, after the baseline of {then['taken_at']}: their difference says nothing",
            hint="Without --since everything since the reset is shown; --save keeps a new baseline.",
        )
    return tuple(_differences(now.statements, then))


def _differences(statements: Iterable[Row], then: Mapping[str, Any]) -> Iterator[Row]:
    known = {_key(row): row for row in then["statements"]}
    for row in statements:
        old = known.get(_key(row))
        # the extension forgets what is rarely used, and one statement can be reset alone: what comes again counts from nothing
        if old is None or any(row[name] < old[name] for name in COUNTERS) or (row["since"] or "") > then["taken_at"]:
            yield row
        elif row["calls"] > old["calls"]:
            yield {**row, **{name: row[name] - old[name] for name in COUNTERS}}


def _key(row: Row) -> tuple[Any, ...]:
    return tuple(row[name] for name in NAMES)


def ranked(statements: Sequence[Row], by: Cost, about: str) -> Reading:
    """The statements with what follows from their counters, the costliest first."""
    whole = sum(row["total"] for row in statements)
    rows = [_derived(row, whole) for row in statements]
    # without track_io_timing there are no times: the blocks speak then
    measure = "read" if by is Cost.io and not any(row["io"] for row in rows) else by.value
    rows.sort(key=lambda row: (-row[measure], -row["total"], row["queryid"]))
    columns = tuple(Column(c.name, c.title, c.unit, c.name == measure) for c in COLUMNS.values())
    section = Section("statements", f"Statements by {by.value}", Chapter.use, about, columns, "")
    return Reading(section, tuple({**row, "place": i} for i, row in enumerate(rows, 1)))


def _derived(row: Row, whole: float) -> Row:
    mean = row["total"] / row["calls"] if row["calls"] else 0.0
    variance = row["squares"] / row["calls"] - mean**2 if row["calls"] else 0.0
    blocks = row["hit"] + row["read"]
    more = {
        "mean": mean,
        # what is left of the difference of two equal numbers is no deviation
        "deviation": sqrt(variance) if variance > NOISE * mean**2 else 0.0,
        "share": 100 * row["total"] / whole if whole else 0.0,
        "cache_hits": 100 * row["hit"] / blocks if blocks else None,
    }
    return {**row, **more, "remark": _remark({**row, **more})}


def _remark(row: Row) -> str | None:
    """What to look at first."""
    if row["temp"] > 100 * 1024**2:
        return "sorts or hashes spill into files: fewer rows, an index in their order, or more work_mem"
    if row["mean"] > 100 and row["deviation"] > 3 * row["mean"]:
        return "sometimes much slower than else: other parameters, another plan, or waiting for locks"
    if row["read"] > 1024**3 and row["cache_hits"] < 90:
        return "reads much that is not in the cache: a missing index, or more rows than needed"
    return None
