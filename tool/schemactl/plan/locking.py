"""What was measured of locks and rewrites → header lines, and hazards where somebody waits for work that grows with rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import TypeVar

from ..measured import Footprint, LockMode, Measurement
from ..model import Key
from .hazards import BLOCKS_READS, BLOCKS_WRITES, DELETES_DATA, NOT_TRANSACTIONAL, REWRITES_TABLE, Hazard

T = TypeVar("T")

SHOWN = 6
SHOWN_SQL = 60


def measured_lines(measured: Measurement) -> tuple[tuple[str, str], ...]:
    """The header's lines `locks` and `rewrites`; the weakest lock, which every query takes, is not worth a word."""
    locks = [str(lock) for lock in measured.locks if lock.mode > LockMode.ACCESS_SHARE]
    seen = "measured" if measured.is_whole else "not measured: each statement commits by itself"
    return ("locks", f"{_first(locks)} ({seen})"), ("rewrites", _first([_named(key) for key in measured.rewritten]))


def measured_hazards(version: str, measured: Measurement) -> tuple[Hazard, ...]:
    """What a file's statements do to tables with many rows and to those who use them; tables that it makes itself do not count."""
    commits = () if measured.is_whole else (Hazard(NOT_TRANSACTIONAL, Key("migration", version), "each statement commits by itself"),)
    emptied = (Hazard(DELETES_DATA, key, f"{f.place} empties it") for f in measured.footprints for key in f.emptied)
    waits = (_few(_waits(measured, name)) for name in (BLOCKS_READS, BLOCKS_WRITES))
    return (*commits, *emptied, *_few(_rewrites(measured)), *chain.from_iterable(waits))


def _rewrites(measured: Measurement) -> Iterator[Hazard]:
    by_key = _grouped((key, f) for f in measured.footprints for key in f.rewritten)
    yield from (Hazard(REWRITES_TABLE, key, f"{found[0].place}, {_sql(found[0])}") for key, found in by_key.items())


def _waits(measured: Measurement, name: str) -> Iterator[Hazard]:
    """Relations that stay, and whose readers, or else writers, wait while a statement works through rows."""
    for (key, mode), found in _grouped(_held_during_work(measured)).items():
        if key not in measured.gone and _hazard_of(key, mode) == name:
            yield Hazard(name, key, f"{mode} while {_work(key, found)}")


def _held_during_work(measured: Measurement) -> Iterator[tuple[tuple[Key, LockMode], Footprint]]:
    held: dict[Key, LockMode] = {}
    for footprint in measured.footprints:
        for lock in footprint.locks:
            held[lock.relation] = max(lock.mode, held.get(lock.relation, lock.mode))
        if footprint.rewritten or footprint.scanned:
            yield from ((item, footprint) for item in held.items())


def _hazard_of(key: Key, mode: LockMode) -> str:
    if mode.stops_readers:
        return BLOCKS_READS
    # nobody but REFRESH writes to a materialized view
    return BLOCKS_WRITES if mode.stops_writers and key.kind != "materialized_view" else ""


def _grouped(pairs: Iterable[tuple[T, Footprint]]) -> dict[T, list[Footprint]]:
    groups: dict[T, list[Footprint]] = {}
    for key, footprint in pairs:
        groups.setdefault(key, []).append(footprint)
    return groups


def _work(key: Key, footprints: Sequence[Footprint]) -> str:
    """The statement that most likely takes longest, and how many others there are; its text where no other hazard has it."""
    chosen = next((f for f in footprints if f.rewritten), footprints[0])
    verb, objects = ("rewrites", chosen.rewritten) if chosen.rewritten else ("reads", chosen.scanned)
    what = "it" if key in objects else _first([_named(k) for k in objects])
    text = "" if chosen.rewritten else f" ({_sql(chosen)})"
    more = f", and {len(footprints) - 1} more" if len(footprints) > 1 else ""
    return f"{chosen.place} {verb} {what}{text}{more}"


def _sql(footprint: Footprint) -> str:
    text = " ".join(footprint.sql.split())
    return text if len(text) <= SHOWN_SQL else text[: SHOWN_SQL - 1].rstrip() + "…"


def _named(key: Key) -> str:
    return key.identity if key.kind == "table" else f"{key.kind.replace('_', ' ')} {key.identity}"


def _first(names: Sequence[str]) -> str:
    """The first few, the rest counted."""
    more = [f"and {len(names) - SHOWN} more"] if len(names) > SHOWN else []
    return ", ".join([*names[:SHOWN], *more]) or "none"


def _few(hazards: Iterable[Hazard]) -> tuple[Hazard, ...]:
    """The first few; the last of them counts the rest."""
    found = tuple(hazards)
    if len(found) <= SHOWN:
        return found
    last = found[SHOWN - 1]
    return (*found[: SHOWN - 1], Hazard(last.name, last.key, f"{last.why}; and {len(found) - SHOWN} more like it"))
