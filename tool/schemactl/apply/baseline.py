"""A baseline: migrations that make what was there before the first one. Where that is there already they are recorded, not run."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from ..errors import Refused
from ..model import Migration
from .ledger import Entry

LABEL = "baseline"
"""Of the header line that makes a file part of one."""
MEANING = "what was there before; recorded, not run, where it is there already"


def as_baseline(migration: Migration, adopts: str = "") -> Migration:
    """The file as a part of a baseline; `adopts` says whose history it takes over."""
    return replace(migration, notes=((LABEL, f"{MEANING}; {adopts}" if adopts else MEANING), *migration.notes))


def is_baseline(migration: Migration) -> bool:
    return LABEL in dict(migration.notes)


def to_adopt(files: Sequence[Migration], seen: Collection[str], fingerprint: str) -> tuple[Migration, ...]:
    """The files up to the baseline's last one, where it has not been `seen` and a database of this fingerprint is what it makes."""
    parts = [n for n, migration in enumerate(files) if is_baseline(migration)]
    if not parts or files[parts[-1]].to_fingerprint != fingerprint or any(files[n].version in seen for n in parts):
        return ()
    return tuple(m for m in files[: parts[-1] + 1] if m.version not in seen)


def refuse_recorded(wanted: Sequence[Migration], applied: Sequence[Entry]) -> None:
    """Raises Refused where one to be rolled back was recorded only: its DOWN would drop what was there before us."""
    unmoved = {e.version for e in applied if e.from_fingerprint == e.to_fingerprint}
    if found := next((m for m in wanted if is_baseline(m) and m.version in unmoved), None):
        raise Refused(
            f"{found.version} was recorded on live, not run: rolling it back would drop what was there before",
            hint="Roll back fewer; `schemactl status` lists them.",
        )
