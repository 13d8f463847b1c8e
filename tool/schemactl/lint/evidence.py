"""What a migration's proof has measured, read off its header → whether a guess of squawk's is disproved by it."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from ..adapters.sql import Piece
from ..model import Migration
from .script import Script, named

WAITS = frozenset(
    {
        "adding-field-with-default",
        "adding-foreign-key-constraint",
        "adding-not-nullable-field",
        "adding-serial-primary-key-field",
        "changing-column-type",
        "constraint-missing-not-valid",
        "disallowed-unique-constraint",
        "require-concurrent-index-creation",
        "require-concurrent-index-deletion",
        "require-concurrent-partition-detach",
        "require-concurrent-reindex",
    }
)
"""Rules that say: somebody will wait while this works through a table's rows."""
GOES = frozenset({"ban-drop-constraint", "ban-drop-table", "ban-drop-view", "renaming-table"})
"""Rules that say: whoever relies on something will not find it."""
SYNTAX = "syntax-error"

_NAME = r'(?:"(?:[^"]|"")*"|[^\s."():]+)'
_WAITING = re.compile(rf"(?:^| \| )(?:blocks_reads|blocks_writes|rewrites_table) \(\w+ (?P<name>{_NAME}(?:\.{_NAME})*): ")
_CUT = re.compile(r"; and \d+ more like it\)")
_LOCK = re.compile(rf"(?P<name>{_NAME}(?:\.{_NAME})*) [A-Z][A-Z ]+(?=,| \()")
_MORE = re.compile(r"and \d+ more \(measured\)")


@dataclass(frozen=True, slots=True)
class Evidence:
    """`waited_for`: relations that somebody waits for while rows are worked through; None where not all of them were seen or named.

    `locked`: relations that were there before and that the script locks; None alike. `ran`: PostgreSQL has run the script.
    """

    ran: bool
    waited_for: frozenset[str] | None
    locked: frozenset[str] | None

    def disproves(self, rule: str, script: Script, piece: Piece | None) -> bool:
        """Whether the measurement, or the script itself, shows that what the rule fears does not happen."""
        if rule == SYNTAX:
            return self.ran
        if piece is None:
            return False
        if rule in GOES:
            names = script.taken(piece)
            return bool(names) and all(script.names_first(n, piece) or script.brings_back(n, piece) for n in names)
        return rule in WAITS and self._nobody_waits([n for n in named(piece) if not script.makes(n, piece)], new=bool(named(piece)))

    def _nobody_waits(self, names: Collection[str], *, new: bool) -> bool:
        """For any of these relations; where the statement names none (an index goes), for any at all."""
        if not names:
            return new or self.waited_for == frozenset()
        seen = (self.waited_for, self.locked)
        return all(any(known is not None and name not in known for known in seen) for name in names)


def evidence(migration: Migration) -> Evidence:
    """What the header says, if it speaks of the file as it stands."""
    notes = dict(migration.notes)
    locks, hazards = notes.get("locks", ""), notes.get("hazards", "none")
    if not migration.is_proved or not locks.endswith("(measured)"):
        return Evidence(migration.is_proved, None, None)
    waited_for = None if _CUT.search(hazards) else frozenset(m["name"] for m in _WAITING.finditer(hazards))
    return Evidence(True, waited_for, None if _MORE.search(locks) else frozenset(m["name"] for m in _LOCK.finditer(locks)))
