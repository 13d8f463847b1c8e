"""Migrations on a database: run, recorded, locked, compared with their files."""

from .baseline import as_baseline, is_baseline, refuse_recorded, to_adopt
from .capacity import LOCKS_HELD, locks_held, refuse_without_room, stated_locks
from .ledger import Direction, Entry, Snapshot, applied, drift, exists, history, last_snapshot, ledger_sql, record
from .lock import exclusive, refuse_transaction_pooler
from .runner import Report, run
from .state import State, compare, refuse_disorder, to_apply, to_roll_back

__all__ = [
    "LOCKS_HELD",
    "Direction",
    "Entry",
    "Report",
    "Snapshot",
    "State",
    "applied",
    "as_baseline",
    "compare",
    "drift",
    "exclusive",
    "exists",
    "history",
    "is_baseline",
    "last_snapshot",
    "ledger_sql",
    "locks_held",
    "record",
    "refuse_disorder",
    "refuse_recorded",
    "refuse_transaction_pooler",
    "refuse_without_room",
    "run",
    "stated_locks",
    "to_adopt",
    "to_apply",
    "to_roll_back",
]
