"""Files and ledger side by side: what is applied, pending, edited since, missing, unproved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..errors import Refused, UsageError
from ..model import Migration
from .ledger import Entry


@dataclass(frozen=True, slots=True)
class State:
    """`edited`: applied, but the file's body is another now. `missing`: applied, no file. `unproved`: pending, not proved as it stands."""

    applied: tuple[Entry, ...]
    pending: tuple[Migration, ...]
    edited: tuple[Migration, ...]
    missing: tuple[Entry, ...]
    unproved: tuple[Migration, ...]
    out_of_order: tuple[Migration, ...]


def compare(applied: Sequence[Entry], files: Sequence[Migration]) -> State:
    """Where every migration stands."""
    done, known = {e.version: e for e in applied}, {m.version: m for m in files}
    pending = tuple(m for m in files if m.version not in done)
    newest = max((known[v].number for v in done if v in known), default=-1)
    return State(
        applied=tuple(applied),
        pending=pending,
        edited=tuple(m for m in files if m.version in done and done[m.version].checksum != m.checksum),
        missing=tuple(e for e in applied if e.version not in known),
        unproved=tuple(m for m in pending if not m.is_proved),
        out_of_order=tuple(m for m in pending if m.number < newest),
    )


def refuse_disorder(state: State) -> None:
    """Raises Refused where folder and ledger contradict each other: a file was edited after it ran, is missing, or comes too late."""
    if state.edited:
        raise Refused(
            f"{state.edited[0].version}.sql was edited after it was applied",
            hint="Restore it from version control; what must change goes into a new migration.",
        )
    if state.missing:
        raise Refused(f"{state.missing[0].version} is applied on live, but its file is missing", hint="Restore it from version control.")
    if state.out_of_order:
        raise Refused(
            f"{state.out_of_order[0].version} is pending, but a later one is applied already",
            hint="Delete the file and run `schemactl diff` again, so that it follows on what is there.",
        )


def to_apply(state: State, up_to: int | None = None) -> tuple[Migration, ...]:
    """The pending migrations, up to a number, in order.

    Raises:
        UsageError: no migration has that number.
        Refused: a file was edited after it ran, is missing, comes too late, or is not proved.
    """
    wanted = tuple(m for m in state.pending if up_to is None or m.number <= up_to)
    if up_to is not None and up_to not in {m.number for m in state.pending} | {e.number for e in state.applied}:
        raise UsageError(f"there is no migration {up_to:03d}", hint="`schemactl status` lists them.")
    refuse_disorder(state)
    for migration in wanted:
        if migration in state.unproved:
            raise Refused(
                f"{migration.version}.sql is not the file that was proved: its body was edited, or never proved",
                hint=f"Prove it: schemactl prove {migration.number}",
            )
    return wanted


def to_roll_back(state: State, files: Sequence[Migration], count: int) -> tuple[Migration, ...]:
    """The last `count` applied migrations, newest first; none where none is applied.

    Raises:
        UsageError: `count` is less than one, or more than are applied.
        Refused: the file of one of them is missing, or is not the one that ran.
    """
    if not state.applied and count > 0:
        return ()
    if not 0 < count <= len(state.applied):
        raise UsageError(f"cannot roll back {count}: {len(state.applied)} are applied", hint="`schemactl status` lists them.")
    known = {m.version: m for m in files}
    return tuple(_as_it_ran(entry, known) for entry in reversed(state.applied[-count:]))


def _as_it_ran(entry: Entry, known: Mapping[str, Migration]) -> Migration:
    migration = known.get(entry.version)
    if migration is None or migration.checksum != entry.checksum:
        why = "its file is missing" if migration is None else f"{entry.version}.sql was edited since"
        raise Refused(
            f"{entry.version} cannot be rolled back: {why}, so the DOWN that was proved with it is not known",
            hint="Restore the file from version control.",
        )
    return migration
