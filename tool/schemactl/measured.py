"""What was measured of statements as they ran: locks, rewritten and read relations, milliseconds. Plain data that stages exchange."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from .model import Key


class LockMode(IntEnum):
    """Table-level lock modes, weakest first: https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-TABLES"""

    ACCESS_SHARE = 1
    ROW_SHARE = 2
    ROW_EXCLUSIVE = 3
    SHARE_UPDATE_EXCLUSIVE = 4
    SHARE = 5
    SHARE_ROW_EXCLUSIVE = 6
    EXCLUSIVE = 7
    ACCESS_EXCLUSIVE = 8

    @classmethod
    def of(cls, name: str) -> LockMode:
        """The mode that pg_locks calls `AccessExclusiveLock`."""
        return cls[re.sub("(?<=[a-z])(?=[A-Z])", "_", name.removesuffix("Lock")).upper()]

    @property
    def stops_readers(self) -> bool:
        return self is LockMode.ACCESS_EXCLUSIVE

    @property
    def stops_writers(self) -> bool:
        return self >= LockMode.SHARE

    def __str__(self) -> str:
        return self.name.replace("_", " ")


@dataclass(frozen=True, slots=True)
class Lock:
    """A relation that was there before the migration, and the mode in which it is locked."""

    relation: Key
    mode: LockMode

    def __str__(self) -> str:
        return f"{self.relation.identity} {self.mode}"


@dataclass(frozen=True, slots=True)
class Footprint:
    """What one statement did to relations that were there before the migration; of a long file several statements at once.

    `first` and `last` are its number in the script, from 1. `locks` are new in it, or stronger than before; an index counts where it is
    locked more strongly than its table. `rewritten` are relations whose rows got another file, `rebuilt` indexes that did, `emptied`
    those truncated, `scanned` those read from one end to the other.
    """

    first: int
    last: int
    sql: str
    milliseconds: float
    locks: tuple[Lock, ...] = ()
    rewritten: tuple[Key, ...] = ()
    rebuilt: tuple[Key, ...] = ()
    emptied: tuple[Key, ...] = ()
    scanned: tuple[Key, ...] = ()

    @property
    def place(self) -> str:
        return f"statement {self.first}" if self.first == self.last else f"statements {self.first} to {self.last}"

    def as_data(self) -> dict[str, Any]:
        relations = ("rewritten", "rebuilt", "emptied", "scanned")
        return {
            "statement": self.first,
            **({"to": self.last} if self.last != self.first else {}),
            "sql": self.sql,
            "milliseconds": round(self.milliseconds, 1),
            "locks": [{"relation": str(lock.relation), "mode": str(lock.mode)} for lock in self.locks],
            **{name: [str(key) for key in getattr(self, name)] for name in relations},
        }


@dataclass(frozen=True, slots=True)
class Measurement:
    """The footprints of a script. `gone` are relations that it removed for good; `is_whole`: nothing committed on the way,
    so that all locks were seen."""

    footprints: tuple[Footprint, ...] = ()
    gone: frozenset[Key] = frozenset()
    is_whole: bool = True

    @property
    def locks(self) -> tuple[Lock, ...]:
        """The strongest lock of each relation, in the order in which they were taken."""
        modes: dict[Key, LockMode] = {}
        for lock in (lock for footprint in self.footprints for lock in footprint.locks):
            modes[lock.relation] = max(lock.mode, modes.get(lock.relation, lock.mode))
        return tuple(Lock(*item) for item in modes.items())

    @property
    def rewritten(self) -> tuple[Key, ...]:
        """Relations with rows rewritten, then the indexes that were rebuilt alone."""
        rows = [key for f in self.footprints for key in f.rewritten]
        return _each((*rows, *(key for f in self.footprints if not f.rewritten for key in f.rebuilt)))


def _each(keys: Iterable[Key]) -> tuple[Key, ...]:
    return tuple(dict.fromkeys(keys))
