"""`schemactl baseline`: what live has before the first migration → a migration that makes it elsewhere and is recorded there."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .. import apply, migrations
from ..adapters.database import Database, connect, describe
from ..adapters.sql import SqlSyntaxError, split
from ..catalog import read
from ..config import Settings
from ..diff import difference
from ..errors import DatabaseError, Refused
from ..supabase import History, history
from .bench import Bench, Report, open_bench
from .connection import live_url
from .diff import LEDGER_NAME, Request, diff
from .look import LIVE_OPTIONS, look

CREATE_EXTENSION = "CreateExtensionStmt"  # gram.y


@dataclass(frozen=True, slots=True)
class Baseline:
    """`files` are those written, none where live has nothing. `adopts`: the history that they take over, in words.

    `beyond`: what live has and that history does not say, or the other way round. `unread`: why that could not be told.
    """

    live: str
    files: tuple[Path, ...] = ()
    adopts: str = ""
    beyond: tuple[str, ...] = ()
    unread: str = ""

    def as_data(self) -> dict[str, Any]:
        return {
            "live": self.live,
            "files": [str(f) for f in self.files],
            "adopts": self.adopts,
            "beyond": list(self.beyond),
            "unread": self.unread,
        }


def baseline(settings: Settings, report: Report, name: str = "") -> Baseline:
    """Writes the first migrations of a project that is there: the ledger's, and one that makes what live has.

    Raises:
        Refused: there are migrations already, here or on live, or some of Supabase's own are pending.
        NotConverged: no proved way leads from nothing to what live has; nothing was written.
    """
    url = live_url(settings)
    earlier = _history(settings, url)
    with tempfile.TemporaryDirectory() as nothing:
        (Path(nothing) / "nothing.sql").write_text("-- a new database\n", encoding="utf-8")
        request = Request(Path(nothing), url, migrations.slug(name or "baseline"), live_counts=False)
        found = diff(settings, request, report)
    if not found.migrations:
        return Baseline(describe(url))
    files = [m if m.version.endswith(LEDGER_NAME) else apply.as_baseline(m, str(earlier)) for m in found.migrations]
    beyond, unread = _replayed(settings, url, earlier, report) if earlier.files else ((), "")
    return Baseline(describe(url), migrations.write(settings.migrations_path, files), str(earlier), beyond, unread)


def _history(settings: Settings, url: str) -> History:
    """What Supabase's own command line has done so far."""
    if migrations.read(settings.migrations_path):
        raise Refused(
            f"{settings.migrations_dir}/ holds migrations, and a baseline comes before all others",
            hint="`schemactl diff` proposes the next one.",
        )
    with connect(url, options=LIVE_OPTIONS) as live:
        if ran := apply.applied(live):
            raise Refused(
                f"live has run {len(ran)} migrations of schemactl, whose files are not here", hint="Restore them from version control."
            )
        found = history(settings.root, live)
    if found.pending and found.applied:
        raise Refused(
            f"{found.pending[0].name} has not run on live: the baseline would not have it",
            hint="Run it first (`supabase db push`), or delete the file and say in schema/ what it says.",
        )
    return found


def _replayed(settings: Settings, url: str, earlier: History, report: Report) -> tuple[tuple[str, ...], str]:
    """Where live and what its history makes part, by the name of each object; or why nobody can tell."""
    report("running what supabase/migrations has")
    live = look(url, settings)
    with open_bench(settings, live) as bench, bench.base() as name, bench.database(name) as database:
        for file in earlier.files:
            try:
                _run(bench, name, database, file)
            except (DatabaseError, SqlSyntaxError, UnicodeDecodeError) as error:
                return (), f"{file.name} does not run on a new project: {str(error).splitlines()[0]}"
        said = read(database, bench.scope)
        return difference(said, live.catalog).headlines(said, live.catalog), ""


def _run(bench: Bench, name: str, database: Database, file: Path) -> None:
    for piece in split(file.read_text(encoding="utf-8")):
        if not (piece.node == CREATE_EXTENSION and bench.installed(name, piece.sql)):
            database.execute(piece.sql)
