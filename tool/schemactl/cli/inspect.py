"""`schemactl inspect`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .lines import near, snapshot
from .options import Db, Json, start_run

if TYPE_CHECKING:
    from ..monitor import Snapshot

Html = Annotated[Path | None, typer.Option("--html", metavar="FILE", help="Write one HTML page that needs nothing else.")]
Rows = Annotated[int, typer.Option("--rows", min=1, help="Rows shown of each table; --json has all.")]


def inspect(
    names: Annotated[list[str] | None, typer.Argument(metavar="[SECTION]...", help="Sections to show; all where none is named.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="With the tables of the platform's own schemas.")] = False,
    rows: Rows = 20,
    html: Html = None,
    db: Db = "",
    as_json: Json = False,
) -> None:
    """Show what the server knows of its own work: sessions, locks, index use, sizes, bloat, vacuum, limits, replication, settings.

    Example:  schemactl inspect locks transactions
    A page:   schemactl inspect --html inspection.html
    """
    from ..pipeline import inspect as inspect_live

    terminal, settings = start_run(db, as_json)
    with terminal.progress() as report:
        found = inspect_live(settings, report, names or (), everything=everything)
    if html:
        write(html, found, rows)
    if as_json:
        terminal.json(found.as_data())
    elif html:
        terminal.tell(f"wrote {near(html.resolve())}", colour="green")
    else:
        snapshot(terminal, found, rows)


def write(path: Path, found: Snapshot, rows: int) -> None:
    """The page, in a file."""
    from ..monitor import html

    path.write_text(html(found, rows), encoding="utf-8")
