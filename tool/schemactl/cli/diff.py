"""`schemactl diff`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ..errors import ExitCode
from .lines import changes, data_notes, left_alone, measured, near, unmodeled
from .options import AnyMajor, Db, Json, start_run

if TYPE_CHECKING:
    from ..pipeline import Outcome
    from ..terminal import Terminal


def diff(
    name: Annotated[str, typer.Argument(help="Name of the migration; made from the change where none is given.")] = "",
    start: Annotated[str, typer.Option("--from", metavar="URL|DIR", help="Start state; default: live.")] = "",
    goal: Annotated[str, typer.Option("--to", metavar="URL|DIR", help="Wanted state; default: schema/.")] = "",
    stdout: Annotated[bool, typer.Option("--stdout", help="Print the UP statements, write no file.")] = False,
    down: Annotated[bool, typer.Option("--down", help="With --stdout: print the DOWN statements instead.")] = False,
    exit_code: Annotated[bool, typer.Option("--exit-code", help="Exit with 3 when there are differences.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Refuse when the database holds objects that schemactl cannot compare.")] = False,
    rename: Annotated[
        list[str] | None, typer.Option("--rename", metavar="OLD=NEW", help="What goes and what comes are one object.")
    ] = None,
    no_live_counts: Annotated[
        bool, typer.Option("--no-live-counts", help="Do not count on live which rows are in the way or would be lost.")
    ] = False,
    any_major: AnyMajor = False,
    db: Db = "",
    as_json: Json = False,
) -> None:
    """Propose the next migration: compare live with schema/, prove the way up and down on a copy, write the file.

    Example:  schemactl diff add_order_notes
    Renamed:  schemactl diff --rename public.orders.note=notes
    Any two:  schemactl diff --from postgresql://…/old --to schema --stdout
    """
    from ..pipeline import propose

    terminal, settings = start_run(db, as_json, any_major=any_major)
    with terminal.progress() as report:
        outcome = propose(
            settings,
            report,
            name=name,
            start=start,
            goal=goal,
            write=not stdout,
            strict=strict,
            renames=rename or (),
            live_counts=not no_live_counts,
            ask=terminal.ask_of_rename if terminal.is_attended else None,
        )
    _show(terminal, outcome, script=("down" if down else "up") if stdout else "")
    if exit_code and outcome.proposal.is_different:
        raise typer.Exit(ExitCode.DIFFERENT)


def _show(terminal: Terminal, outcome: Outcome, *, script: str) -> None:
    proposal = outcome.proposal
    if terminal.as_json:
        terminal.json(outcome.as_data())
        return
    unmodeled(terminal, proposal.unmodeled)
    left_alone(terminal, proposal.left_alone)
    if not proposal.is_different:
        if not script:
            terminal.tell("nothing to do: " + outcome.compared)
        return
    for line in proposal.access:
        terminal.say(f"access: {line}")
    for finding in proposal.counts.harmless:
        terminal.say(f"rows: {finding}")
    for hazard in proposal.hazards:
        terminal.say(f"hazard: {hazard}", colour="yellow")
    data_notes(terminal, proposal.verdict.data.notes if proposal.verdict else ())
    if script:
        terminal.tell(proposal.down if script == "down" else proposal.up)
        return
    changes(terminal, proposal.changes)
    for path, migration in zip(outcome.files, proposal.migrations, strict=True):
        terminal.tell(typer.style(f"wrote {near(path)}", fg="green") + f", proved {migration.proved}")
        measured(terminal, migration)
    terminal.tell(f"{proposal.statements} statements, {proposal.proposed_by_migra} as migra proposed them; proved on {proposal.server}")
    if proposal.migra_failure:
        terminal.say(f"migra had no opinion: {proposal.migra_failure}")
    terminal.tell("Review the file, then: schemactl apply")
