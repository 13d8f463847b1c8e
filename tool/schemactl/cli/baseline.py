"""`schemactl baseline`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from .lines import SHOWN, near
from .options import AnyMajor, Db, Json, start_run

if TYPE_CHECKING:
    from ..pipeline import Baseline
    from ..terminal import Terminal


def baseline(
    name: Annotated[str, typer.Argument(metavar="[NAME]", help="Name of the migration.")] = "baseline",
    any_major: AnyMajor = False,
    db: Db = "",
    as_json: Json = False,
) -> None:
    """Write what live has before the first migration as one: recorded where it is, run on a new database. Adopts supabase/migrations.

    Example:  schemactl baseline  &&  schemactl apply
    """
    from ..pipeline import baseline as write_baseline

    terminal, settings = start_run(db, as_json, any_major=any_major)
    with terminal.progress() as report:
        outcome = write_baseline(settings, report, name)
    if as_json:
        terminal.json(outcome.as_data())
    else:
        show_baseline(terminal, outcome)


def show_baseline(terminal: Terminal, outcome: Baseline) -> None:
    """The files, what they take over, and what to do next."""
    if not outcome.files:
        terminal.tell(f"nothing to do: {outcome.live} has nothing yet. Write schema files, then: schemactl diff")
        return
    if outcome.unread:
        terminal.say(f"cannot be compared with live: {outcome.unread}", colour="yellow")
    if outcome.beyond:
        terminal.say("live is not what supabase/migrations makes; the baseline has what live has:", colour="yellow")
    for line in outcome.beyond[:SHOWN]:
        terminal.say(f"  {line}")
    if len(outcome.beyond) > SHOWN:
        terminal.say(f"  … and {len(outcome.beyond) - SHOWN} more")
    for path in outcome.files:
        terminal.tell(f"wrote {near(path)}", colour="green")
    if outcome.adopts:
        terminal.tell(f"it {outcome.adopts}: nothing reads that folder any more")
    terminal.tell("schemactl apply records it on live, which has it already, and runs it on a new database")
