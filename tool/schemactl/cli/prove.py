"""`schemactl prove`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from .lines import data_notes, measured, near
from .options import AnyMajor, Db, Json, start_run

if TYPE_CHECKING:
    from ..pipeline import Proved
    from ..terminal import Terminal


def prove(
    number: Annotated[int, typer.Argument(help="Number of the migration file.")],
    any_major: AnyMajor = False,
    db: Db = "",
    as_json: Json = False,
) -> None:
    """Prove a migration file again after a person edited it, and renew its header.

    Example:  schemactl prove 4
    """
    from ..pipeline import prove_file

    terminal, settings = start_run(db, as_json, any_major=any_major)
    with terminal.progress() as report:
        outcome = prove_file(settings, report, number)
    _show(terminal, outcome)


def _show(terminal: Terminal, outcome: Proved) -> None:
    if terminal.as_json:
        terminal.json(outcome.as_data())
        return
    data_notes(terminal, outcome.data_notes)
    terminal.tell(f"{near(outcome.path)}: proved {outcome.migration.proved}", colour="green")
    measured(terminal, outcome.migration)
    if (stated := dict(outcome.migration.notes).get("hazards", "none")) != "none":
        terminal.say(f"hazards: {stated}", colour="yellow")
