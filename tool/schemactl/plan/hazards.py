"""Hazards: consequences with a name, read off the statements of a plan."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ..model import Catalog, Key, Rename, Statement, Verb

DELETES_DATA = "deletes_data"
CHANGES_ACCESS = "changes_access"
BREAKS_FUNCTION = "breaks_function"
MAY_BREAK_FUNCTION = "may_break_function"
MAY_BE_RENAME = "may_be_rename"
ALTERS_VALUES = "alters_values"
MAY_FAIL_ON_ROWS = "may_fail_on_rows"
IRREVERSIBLE = "irreversible"
REWRITES_TABLE = "rewrites_table"
BLOCKS_READS = "blocks_reads"
BLOCKS_WRITES = "blocks_writes"
NOT_TRANSACTIONAL = "not_transactional"
MEASURED = (REWRITES_TABLE, BLOCKS_READS, BLOCKS_WRITES, NOT_TRANSACTIONAL)
OF_ROWS = (DELETES_DATA, ALTERS_VALUES, MAY_FAIL_ON_ROWS, IRREVERSIBLE)
NAMES = (*OF_ROWS, CHANGES_ACCESS, BREAKS_FUNCTION, MAY_BREAK_FUNCTION, MAY_BE_RENAME, *MEASURED)
NEXT = " | "
"""Between the hazards of a header."""
EACH = re.compile(rf" \| (?=(?:{'|'.join(NAMES)}) \()")
TO_BE_ALLOWED = (DELETES_DATA, IRREVERSIBLE)
"""Those that `apply` takes only from somebody who names them."""
ROWS = frozenset({"table", "column"})


@dataclass(frozen=True, slots=True)
class Hazard:
    """A named consequence for one object, and the reason where the name does not say it all."""

    name: str
    key: Key
    why: str = ""

    def __str__(self) -> str:
        return f"{self.name} ({self.key}{self.why and ': ' + self.why})"


def without(stated: str, names: Iterable[str]) -> str:
    """A header's hazards but for those of some names."""
    kept = [text for text in EACH.split(stated) if text.partition(" ")[0] not in {*names, "none"}]
    return NEXT.join(kept) or "none"


def hazards(statements: Sequence[Statement], start: Catalog, goal: Catalog) -> tuple[Hazard, ...]:
    """What a reviewer must know before the statements run, each once."""
    dropped = [s.key for s in statements if s.verb is Verb.DROP and s.key.kind in ROWS and s.key in start]
    return tuple(Hazard(DELETES_DATA, key) for key in dict.fromkeys((*dropped, *_left_behind(start, goal))))


def doubts(renames: Sequence[Rename]) -> tuple[Hazard, ...]:
    """What looks like a rename that nobody spoke of."""
    return tuple(_doubt(r) for r in renames)


def _doubt(rename: Rename) -> Hazard:
    if rename.label:
        old, new = rename.label
        return Hazard(MAY_BE_RENAME, rename.new, f"value {old} is taken for one that is now called {new}, and rows keep it")
    name = rename.old.path[-1]
    what = f"it goes with what it holds, and {rename.new.identity}, which looks alike, comes empty"
    return Hazard(MAY_BE_RENAME, rename.old, f"{what}; if that is the same one: `-- schemactl: renamed from {name}`")


def _left_behind(start: Catalog, goal: Catalog) -> Iterator[Key]:
    """Columns that go from a table that stays, whatever takes them along: the table made anew, or the type that it is of.

    One that follows another (a partition's its parent's) is not said again.
    """
    gone = {k for k in start if k.kind in ROWS and k not in goal and start.whole(k) in goal}
    return (k for k in start if k in gone and not any(leader in gone for leader in start[k].leaders(start)))
