"""`schemactl init`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .baseline import show_baseline
from .lines import near, unmodeled
from .options import AnyMajor, Db, Json, start_run

if TYPE_CHECKING:
    from ..pipeline import Started
    from ..terminal import Terminal


def init(any_major: AnyMajor = False, db: Db = "", as_json: Json = False) -> None:
    """Make this folder a project: settings, live as schema files, and a baseline of what is there. What the folder has stays as it is.

    Example:  schemactl init --db postgresql://…
    """
    from ..pipeline import init as start_project

    terminal, settings = start_run(db, as_json, any_major=any_major)
    with terminal.progress() as report:
        outcome = start_project(settings, report)
    if as_json:
        terminal.json(outcome.as_data())
    else:
        _show(terminal, outcome)


def _show(terminal: Terminal, outcome: Started) -> None:
    if outcome.settings:
        terminal.tell(f"wrote {near(outcome.settings)}", colour="green")
    if outcome.pulled:
        unmodeled(terminal, outcome.pulled.unmodeled)
        if outcome.pulled.written:
            terminal.tell(f"wrote {len(outcome.pulled.written)} schema files, which build what {outcome.live} has", colour="green")
    if outcome.baseline:
        show_baseline(terminal, outcome.baseline)
    elif not outcome.live:
        terminal.tell("no live database is named: write schema files, then  schemactl diff --db postgresql://…")
    else:
        terminal.tell("schemactl status says where it stands")
