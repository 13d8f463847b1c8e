"""What the command `inspect` does: reads what the server knows of its own work, changing nothing."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from ..adapters.database import Database, connect, describe
from ..config import Settings
from ..errors import UsageError
from ..monitor import Section, Snapshot, read, sections
from ..supabase import PLATFORM_SCHEMAS
from .connection import live_url
from .look import LIVE_OPTIONS, on_platform
from .status import supabase_found

OPTIONS = {**LIVE_OPTIONS, "timezone": "UTC"}
CLOCK = "select to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')"


def inspect(settings: Settings, report: Callable[[str], None], names: Sequence[str] = (), *, everything: bool = False) -> Snapshot:
    """The named sections, or all that are not asked for by name; the platform's own tables are left out unless `everything` says so.

    Raises:
        UsageError: no section has that name. ConnectionFailure, DatabaseError
    """
    wanted = _wanted(names)
    with connect(live_url(settings), options=OPTIONS) as database:
        platform = () if everything else platform_schemas(settings, database)
        return snapshot(database, "Inspection", wanted, platform, report)


def snapshot(
    database: Database, title: str, wanted: Sequence[Section], platform: Collection[str], report: Callable[[str], None]
) -> Snapshot:
    """The sections' readings, with where and when they were taken."""
    readings = read(database, wanted, platform, report)
    return Snapshot(title, describe(database.url), server(database), moment(database), readings)


def platform_schemas(settings: Settings, database: Database) -> Collection[str]:
    """The schemas whose tables are not the user's; none on plain PostgreSQL."""
    return PLATFORM_SCHEMAS if on_platform(settings, found=supabase_found(database)) else ()


def server(database: Database) -> str:
    """The server's name and version, for output."""
    return f"PostgreSQL {database.value('show server_version')}"


def moment(database: Database) -> str:
    """Now, by the server's clock."""
    return str(database.value(CLOCK))


def _wanted(names: Sequence[str]) -> tuple[Section, ...]:
    known = sections()
    for name in names:
        if name not in known:
            raise UsageError(f"there is no section {name}", hint=f"Sections: {', '.join(known)}.")
    return tuple(s for s in known.values() if (s.name in names if names else not s.asked))
