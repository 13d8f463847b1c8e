"""Counts on live the rows that a change may fail on or loses: read-only, and for a few seconds only."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from ..adapters.database import Database, connect
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
            return int(opened[0].value(check.query))
        except DatabaseError as error:
            return f"it takes more than {OPTIONS['statement_timeout']}" if error.sqlstate == TIMED_OUT else str(error)

    try:
        yield count
    finally:
        for database in opened:
            database.close()
