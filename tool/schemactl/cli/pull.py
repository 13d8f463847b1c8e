"""`schemactl pull`."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Annotated

import typer

from ..errors import ExitCode
from .lines import changes, unmodeled
from .options import AnyMajor, Db, Json, start_run

if TYPE_CHECKING:
    from ..pipeline import Pulled
    from ..terminal import Terminal


def pull(
    check: Annotated[bool, typer.Option("--check", help="Write nothing; exit with 3 when live has what schema/ does not say.")] = False,
    any_major: AnyMajor = False,
    db: Db = "",
    as_json: Json = False,
) -> None:
    """Write live as schema files, one file an object, that build it back; in a folder with files only what live has changed.

    Example:  schemactl pull --db postgresql://…
    """
    from ..pipeline import pull as pull_live

    terminal, settings = start_run(db, as_json, any_major=any_major)
    with terminal.progress() as report:
        outcome = pull_live(settings, report, check=check)
    _show(terminal, outcome)
    if check and outcome.changes:
        raise typer.Exit(ExitCode.DIFFERENT)


def _show(terminal: Terminal, outcome: Pulled) -> None:
    if terminal.as_json:
        terminal.json(outcome.as_data())
        return
    unmodeled(terminal, outcome.unmodeled)
    if not outcome.changes:
        terminal.tell(f"nothing to do: the schema files say what {outcome.live} has")
        return
    changes(terminal, outcome.changes)
    for name in outcome.by_hand:
        terminal.say(f"changed on live and said in a file of yours: {PurePosixPath(name).with_suffix('')}", colour="yellow")
    if outcome.written:
        terminal.tell(f"wrote {len(outcome.written)} files, which build what {outcome.live} has", colour="green")
