"""What the proof saw of rows → hazards: what is lost, altered, cannot come back, or may keep the file from running."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ..model import Catalog, Key
from ..plan import ALTERS_VALUES, DELETES_DATA, IRREVERSIBLE, MAY_FAIL_ON_ROWS, ROWS, Hazard
from ..prove import DataFindings, Failure, Finding, Names


def data_hazards(data: DataFindings, deleted: Sequence[Key]) -> tuple[Hazard, ...]:
    """Those that the rows of the proof showed; `deleted` are the tables and columns that a hazard says are deleted."""
    found = [*_failing(data), *_altered(data, deleted), *_irreversible(data, deleted)]
    return tuple({(h.name, h.key): h for h in reversed(found)}.values())[::-1]


def deleted_between(start: Catalog, goal: Catalog, data: DataFindings) -> tuple[Key, ...]:
    """Tables and columns that a file takes away, whoever wrote it: gone under any name, or emptied."""
    kept = _new_names(data.names)
    gone = [k for k in start if k.kind in ROWS and kept.get(k.identity, k.identity) not in {g.identity for g in goal if g.kind in ROWS}]
    whole = [k for k in gone if start.whole(k) not in gone]
    emptied = [_key(f) for f in data.lost if f.what.endswith("lost")]
    return tuple(dict.fromkeys((*whole, *emptied)))


def deletes(keys: Iterable[Key]) -> tuple[Hazard, ...]:
    """The hazard for each."""
    return tuple(Hazard(DELETES_DATA, key) for key in keys)


def _new_names(names: Names) -> dict[str, str]:
    columns = {f"{t}.{c}": f"{names.table(t)}.{new}" for (t, c), new in names.columns.items()}
    return {**columns, **names.tables}


def _failing(data: DataFindings) -> Iterator[Hazard]:
    for failure in data.failures:
        if failure.is_up:
            yield Hazard(MAY_FAIL_ON_ROWS, _place(failure), str(failure))


def _altered(data: DataFindings, deleted: Sequence[Key]) -> Iterator[Hazard]:
    for finding in data.lost:
        if not finding.gone and not any(finding.is_of(k.identity) for k in deleted):
            yield Hazard(ALTERS_VALUES, _key(finding), finding.what)


def _irreversible(data: DataFindings, deleted: Sequence[Key]) -> Iterator[Hazard]:
    """What cannot come back and is not deleted: that deleted things come back empty goes without saying, or do not for want of values."""
    gone = {k.identity for k in deleted}
    for failure in (f for f in data.failures if not f.is_up):
        if not {_place(failure).identity, failure.table} & gone:
            yield Hazard(IRREVERSIBLE, _place(failure), "DOWN fails on its rows")
    for finding in data.not_back:
        if not any(finding.is_of(k.identity) for k in deleted):
            yield Hazard(IRREVERSIBLE, _key(finding), f"after DOWN {finding.what}")


def _place(failure: Failure) -> Key:
    return Key("column", f"{failure.table}.{failure.column}") if failure.column else Key("table", failure.table or "of any name")


def _key(finding: Finding) -> Key:
    return Key("column" if finding.column else "table", finding.identity)
