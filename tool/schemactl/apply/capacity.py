"""The server's lock table: how many locks a migration held when it was proved, and whether live has room for them."""

from __future__ import annotations

from collections.abc import Iterable

from ..adapters.database import Database
from ..errors import Refused
from ..model import Migration

LOCKS_HELD = "locks held"
WORTH_SAYING = 1000
"""A server as it is delivered has room for 6,400 locks of all its sessions together."""
HELD = "select count(*) from pg_catalog.pg_locks where pid = pg_catalog.pg_backend_pid()"
# https://www.postgresql.org/docs/current/runtime-config-locks.html#GUC-MAX-LOCKS-PER-TRANSACTION
ROOM = """select s.per * (s.connections + s.prepared), (select count(*) from pg_catalog.pg_locks where not fastpath), s.per
  from (select current_setting('max_locks_per_transaction')::bigint as per, current_setting('max_connections')::bigint as connections,
               current_setting('max_prepared_transactions')::bigint as prepared) s"""


def locks_held(database: Database) -> int:
    """How many locks the session's transaction holds now."""
    return int(database.value(HELD))


def stated_locks(locks: int) -> tuple[tuple[str, str], ...]:
    """The header's line for a migration that held so many locks; none for the usual few."""
    return ((LOCKS_HELD, str(locks)),) if locks >= WORTH_SAYING else ()


def refuse_without_room(database: Database, migrations: Iterable[Migration]) -> None:
    """Refuses migrations that would run live out of shared memory in the middle.

    Raises:
        Refused: one of them held more locks when it was proved than live's lock table has room for.
    """
    wanted = max(((int(dict(m.notes).get(LOCKS_HELD, "0") or 0), m.version) for m in migrations), default=(0, ""))
    if wanted[0] < WORTH_SAYING:
        return
    ((room, taken, per_transaction),) = database.rows(ROOM)
    if wanted[0] > room - taken:
        raise Refused(
            f"{wanted[1]} held {wanted[0]} locks when it was proved, and live's lock table has room for {max(room - taken, 0)} more",
            hint=f"Raise max_locks_per_transaction (now {per_transaction}) and restart the server, or split the migration.",
        )
