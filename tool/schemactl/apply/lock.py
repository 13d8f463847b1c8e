"""The advisory lock: two applies never run at once. It belongs to the session, so a transaction pooler cannot hold it."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from ..adapters.database import Database, connection_parts
from ..errors import ConnectionLost, Refused

KEY = int.from_bytes(hashlib.sha256(b"schemactl").digest()[:8], "big", signed=True)
# a 64-bit key stands in pg_locks as two halves, and with objsubid 1: the manual, "pg_locks"
OURS = """locktype = 'advisory' and granted and objsubid = 1 and (classid::bigint << 32 | objid::bigint) = %s
   and database = (select oid from pg_catalog.pg_database where datname = pg_catalog.current_database())"""
TAKE = "select pg_catalog.pg_backend_pid(), pg_catalog.pg_try_advisory_lock(%s)"
KEPT = f"""select pg_catalog.pg_backend_pid(),
       exists (select from pg_catalog.pg_locks where pid = pg_catalog.pg_backend_pid() and {OURS})"""
# a role that may not look sees no more of another's session than its process and its user
HOLDER = f"""select format('process %%s, user %%s, %%s, connected since %%s', pid, coalesce(usename, 'unknown'),
           coalesce(nullif(application_name, ''), 'no application name'),
           coalesce(to_char(backend_start, 'YYYY-MM-DD HH24:MI:SS TZ'), 'an unknown time'))
  from pg_catalog.pg_locks join pg_catalog.pg_stat_activity using (pid) where {OURS}"""
POOLER_PORT = "6543"
POOLER = (
    "this is a transaction pooler: each transaction may get another server session,"
    " so the lock that keeps two applies apart cannot be held, and a session's settings would reach others"
)
POOLER_HINT = "Use the direct connection (port 5432 of db.<project>.supabase.co) or the session pooler (port 5432 of the pooler's host)."


def refuse_transaction_pooler(url: str) -> None:
    """Raises Refused for port 6543, where Supabase's transaction pooler listens."""
    if POOLER_PORT in connection_parts(url).get("port", "").split(","):
        raise Refused(f"port {POOLER_PORT}: {POOLER}", hint=POOLER_HINT)


@contextmanager
def exclusive(database: Database, say: Callable[[str], None], wait_seconds: float = 10) -> Iterator[None]:
    """Holds the lock during the block; waits for another holder for `wait_seconds`, saying so once.

    Raises:
        Refused: somebody else holds it (the message names who), or the session does not keep it.
    """
    pid = _take(database, say, time.monotonic() + wait_seconds)
    try:
        _refuse_unkept(database, pid)
        yield
    finally:
        with suppress(ConnectionLost):  # then the lock went with the session
            database.execute("select pg_catalog.pg_advisory_unlock(%s)", (KEY,))


def _take(database: Database, say: Callable[[str], None], deadline: float) -> int:
    """Takes the lock; the process id of the session that took it."""
    told = False
    while True:
        [(pid, taken)] = database.rows(TAKE, (KEY,))
        if taken:
            return int(pid)
        holder = database.value(HOLDER, (KEY,)) or "it has just ended"
        if time.monotonic() > deadline:
            raise Refused(f"another schemactl is at work on this database: {holder}", hint="Wait for it to end, then try again.")
        if not told:
            say(f"waiting for another schemactl on this database: {holder}")
            told = True
        time.sleep(0.2)


def _refuse_unkept(database: Database, pid: int) -> None:
    """What a pooler on another port does: the next statement runs in a session that is not the one with the lock."""
    if database.rows(KEPT, (KEY,)) != [(pid, True)]:
        raise Refused(POOLER, hint=POOLER_HINT)
