"""The advisory lock: two applies never run at once. It belongs to the session, so a transaction pooler cannot hold it."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from ..adapters.database import Database, connection_parts
from ..errors import ConnectionLost, Refused

KEY = int.from_bytes(hashlib.sha256(b"schemactl").digest()[:8], "big", signed=True)
HOLDER = """select a.pid, a.usename, coalesce(nullif(a.application_name, ''), 'unnamed'), to_char(a.backend_start, 'HH24:MI:SS')
  from pg_locks l join pg_stat_activity a on a.pid = l.pid
 where l.locktype = 'advisory' and l.granted and l.objsubid = 1
   and (l.classid::int8 << 32 | l.objid::int8) = %s and l.database = (select oid from pg_database where datname = current_database())"""
HELD_HERE = "select count(*) from pg_locks where locktype = 'advisory' and granted and pid = pg_backend_pid()"
POOLER_PORT = "6543"
POOLER = (
    "this is a transaction pooler: each transaction may get another server session, so the lock that keeps two applies apart cannot be held"
)
POOLER_HINT = "Use the direct connection (port 5432 of db.<project>.supabase.co) or the session pooler (port 5432 of the pooler's host)."


def refuse_transaction_pooler(url: str) -> None:
    """Raises Refused for port 6543, where Supabase's transaction pooler listens."""
    if connection_parts(url).get("port") == POOLER_PORT:
        raise Refused(f"port {POOLER_PORT}: {POOLER}", hint=POOLER_HINT)


@contextmanager
def exclusive(database: Database, say: Callable[[str], None], wait_seconds: float = 10) -> Iterator[None]:
    """Holds the lock during the block; waits for another holder for `wait_seconds`, saying so once.

    Raises:
        Refused: somebody else holds it (the message names who), or the session does not keep it.
    """
    _take(database, say, time.monotonic() + wait_seconds)
    try:
        if not database.value(HELD_HERE):
            raise Refused(POOLER, hint=POOLER_HINT)
        yield
    finally:
        with suppress(ConnectionLost):  # then the lock went with the session
            database.execute("select pg_advisory_unlock(%s)", (KEY,))


def _take(database: Database, say: Callable[[str], None], deadline: float) -> None:
    told = False
    while not database.value("select pg_try_advisory_lock(%s)", (KEY,)):
        holder = _holder(database)
        if time.monotonic() > deadline:
            raise Refused(f"another schemactl is at work on this database: {holder}", hint="Wait for it to end, then try again.")
        if not told:
            say(f"waiting for another schemactl on this database: {holder}")
            told = True
        time.sleep(0.2)


def _holder(database: Database) -> str:
    rows = database.rows(HOLDER, (KEY,))
    return "process {}, user {}, {}, connected since {}".format(*rows[0]) if rows else "it has just ended"
