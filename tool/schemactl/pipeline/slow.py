"""What the command `slow` does: the statements that cost most, since counting began or since a baseline that was kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..adapters.cache import KEPT, Cache
from ..adapters.database import Database, connect, describe
from ..config import Settings
from ..errors import EnvironmentFailure, UsageError
from ..model import Cost
from ..monitor import Chapter, Column, Counted, Reading, Section, Snapshot, counted, ranked, since
from ..supabase import API_ROLES, PLATFORM_ROLES
from .connection import live_url
from .inspect import OPTIONS, moment, server
from .look import on_platform
from .status import supabase_found

BASELINES = "baselines"
SUMMARY = Section(
    "period",
    "Period",
    Chapter.server,
    "What was counted from its begin to its end.",
    (
        Column("begin", "Counted from", "moment"),
        Column("end", "to", "moment"),
        Column("statements", "Statements", "count"),
        Column("calls", "Calls", "count"),
        Column("total", "Time in all", "milliseconds"),
        Column("cache_hits", "Read from cache", "percent"),
        Column("temp", "Temp files", "bytes"),
        Column("wal", "WAL", "bytes"),
    ),
    "",
    facts=True,
)


@dataclass(frozen=True, slots=True)
class Slow:
    """The statements, what was left out, and where a baseline was kept (None: none was)."""

    snapshot: Snapshot
    by: Cost
    baseline: str
    platform: int
    elsewhere: int
    hidden: int
    kept_in: Path | None

    @property
    def statements(self) -> Reading:
        return self.snapshot.readings[1]

    @property
    def left_out(self) -> tuple[str, ...]:
        """What the numbers do not hold, in words."""
        found = (
            (self.platform, "statements of the platform's own roles left out: --all"),
            (self.elsewhere, "statements in other databases left out: --all"),
            (self.hidden, "kinds of statement of other roles not seen: grant pg_read_all_stats to this role"),
        )
        return tuple(f"{number} {words}" for number, words in found if number)

    def as_data(self) -> dict[str, Any]:
        summary, statements = (reading.as_data() for reading in self.snapshot.readings)
        return {
            "database": self.snapshot.database,
            "server": self.snapshot.server,
            "period": summary["rows"][0],
            "baseline": self.baseline or None,
            "by": self.by.value,
            "columns": statements["columns"],
            "statements": statements["rows"],
            "left_out": {"platform": self.platform, "other_databases": self.elsewhere, "hidden": self.hidden},
            "kept_in": str(self.kept_in) if self.kept_in else None,
        }


def slow(
    settings: Settings, report: Callable[[str], None], *, by: Cost, baseline: str = "", save: str = "", everything: bool = False
) -> Slow:
    """Reads pg_stat_statements; `baseline` names what was kept by an earlier run with `save`.

    Raises:
        Refused: the extension is not switched on, or was reset after the baseline.
        UsageError: there is no such baseline. EnvironmentFailure: the new one cannot be kept.
    """
    with connect(live_url(settings), options=OPTIONS) as database:
        report("reading pg_stat_statements")
        now = counted(database, moment(database))
        then = _kept(settings, database, baseline)
        strangers = _strangers(settings, database, everything=everything)
        found = since(now, then) if then else now.statements
        here = [row for row in found if everything or row["here"]]
        ours = [row for row in here if row["role"] not in strangers]
        begin = then["taken_at"] if then else now.reset
        about = f"Since the baseline {baseline}." if baseline else "Since pg_stat_statements was reset."
        readings = _summary(ours, begin, now.taken_at), ranked(ours, by, about)
        snapshot = Snapshot("Slow statements", describe(database.url), server(database), now.taken_at, readings)
        left_out = len(here) - len(ours), len(found) - len(here), now.hidden
        return Slow(snapshot, by, baseline, *left_out, _keep(settings, database, save, now) if save else None)


def _strangers(settings: Settings, database: Database, *, everything: bool) -> frozenset[str]:
    """The platform's own roles; those as which the user's requests come are not among them."""
    if everything or not on_platform(settings, found=supabase_found(database)):
        return frozenset()
    return PLATFORM_ROLES - API_ROLES


def _summary(statements: Sequence[Mapping[str, Any]], begin: str, end: str) -> Reading:
    sums = {name: sum(row[name] for row in statements) for name in ("calls", "total", "hit", "read", "temp", "wal")}
    blocks = sums["hit"] + sums["read"]
    hits = 100 * sums["hit"] / blocks if blocks else None
    return Reading(SUMMARY, ({**sums, "begin": begin, "end": end, "statements": len(statements), "cache_hits": hits},))


def _key(database: Database, name: str) -> str:
    return f"{describe(database.url)} {name}"


def _kept(settings: Settings, database: Database, name: str) -> Mapping[str, Any]:
    """The baseline; empty where none was named."""
    if not name:
        return {}
    found: Mapping[str, Any] | None = Cache(settings, BASELINES).get(_key(database, name))
    if found is None:
        hint = f"schemactl slow --save {name} keeps one; the {KEPT} used last are kept."
        raise UsageError(f"no baseline {name} of {describe(database.url)} is kept here", hint=hint)
    return found


def _keep(settings: Settings, database: Database, name: str, now: Counted) -> Path:
    cache, key = Cache(settings, BASELINES), _key(database, name)
    cache.put(key, now.as_data())
    path = cache.place(key)
    if path is None or cache.get(key) is None:
        raise EnvironmentFailure(f"the baseline {name} cannot be kept: the cache folder takes no file", hint="Set SCHEMACTL_CACHE_DIR.")
    return path
