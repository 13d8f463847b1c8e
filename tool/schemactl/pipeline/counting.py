"""Counts on live the rows that a change may fail on or loses: read-only, and for a few seconds only.

What is counted comes from schema files, which nobody has reviewed yet: of functions only PostgreSQL's own run, and only those that do
nothing but compute.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from ..adapters.database import Database, connect
from ..adapters.sql import called_functions
from ..errors import DatabaseError
from ..model import RowCheck
from ..plan import Count

PATIENCE = 30.0
"""Seconds for all counts of a run."""
# a policy that hides rows must not make a count look good: https://www.postgresql.org/docs/current/ddl-rowsecurity.html
OPTIONS = {
    "default_transaction_read_only": "on",
    "lock_timeout": "2s",
    "statement_timeout": "5s",
    "row_security": "off",
    "search_path": "pg_catalog",
}
TIMED_OUT = "57014"


COMPUTES = """select coalesce(bool_and(provolatile <> 'v'), false) from pg_catalog.pg_proc
               where pronamespace = 'pg_catalog'::pg_catalog.regnamespace and proname = %s"""


def uncounted(_: RowCheck) -> str:
    """Where there is no live, or nobody wants it asked."""
    return ""


@contextmanager
def counting(url: str) -> Iterator[Count]:
    """Counts at the database of `url`, over one connection that is opened when the first query comes."""
    opened: list[Database] = []
    end = time.monotonic() + PATIENCE

    def count(check: RowCheck) -> int | str:
        if time.monotonic() > end:
            return f"the queries before it took {PATIENCE:.0f} s"
        if not opened:
            opened.append(connect(url, options=OPTIONS))
        try:
            if others := [name for name in sorted(called_functions(check.query)) if not _computes(opened[0], name)]:
                return f"it would call {'.'.join(others[0])}()"
            return int(opened[0].value(check.query))
        except DatabaseError as error:
            return f"it takes more than {OPTIONS['statement_timeout']}" if error.sqlstate == TIMED_OUT else str(error)

    try:
        yield count
    finally:
        for database in opened:
            database.close()


def _computes(database: Database, name: Sequence[str]) -> bool:
    """Whether it is a function of PostgreSQL's without side effects: search_path leads nowhere else."""
    return name[:-1] in ((), ("pg_catalog",)) and bool(database.value(COMPUTES, (name[-1],)))
