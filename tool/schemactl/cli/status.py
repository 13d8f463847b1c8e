"""`schemactl status`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ..errors import ExitCode
from .lines import left_alone
from .options import Db, Json, start_run

if TYPE_CHECKING:
    from ..pipeline import Status
    from ..terminal import Terminal


def status(
    exit_code: Annotated[bool, typer.Option("--exit-code", help="Exit with 3 when migrations are pending or live has drifted.")] = False,
    verbose: Annotated[bool, typer.Option("-v", "--verbose", help="Count what is not compared, by schema and kind.")] = False,
    db: Db = "",
    as_json: Json = False,
) -> None:
    """List applied, pending, edited and missing migrations, and say whether live has drifted.

    Example:  schemactl status --exit-code
    """
    from ..pipeline import read_status

    terminal, settings = start_run(db, as_json)
    found = read_status(settings)
    _show(terminal, found, verbose=verbose)
    if exit_code and not found.is_clean:
        raise typer.Exit(ExitCode.DIFFERENT)


def _show(terminal: Terminal, found: Status, *, verbose: bool) -> None:
    if terminal.as_json:
        terminal.json(found.as_data())
        return
    for version, state, detail in found.rows:
        colour = {"applied": "green", "pending": "yellow"}.get(state, "red")
        terminal.tell(typer.style(f"{state:9}", fg=colour) + f" {version}" + (f"  {detail}" if detail else ""))
    left_alone(terminal, found.left_alone)
    if verbose:
        _left_out(terminal, found)
    terminal.tell(found.summary)


def _left_out(terminal: Terminal, found: Status) -> None:
    total = sum(sum(kinds.values()) for kinds in found.left_out.values())
    terminal.tell(f"not compared: {total} objects")
    for where, kinds in found.left_out.items():
        counted = (f"{number} {kind.replace('_', ' ')}" for kind, number in kinds.items())
        terminal.tell(f"  {where}: {', '.join(counted)}")
