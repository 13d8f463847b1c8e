"""`schemactl apply`."""

from __future__ import annotations

from typing import Annotated

import typer

from .lines import ran
from .options import Db, DryRun, Json, Yes, start_run


def apply(
    to: Annotated[int | None, typer.Option("--to", metavar="NUMBER", help="Stop after this migration.")] = None,
    allow: Annotated[list[str] | None, typer.Option("--allow", metavar="HAZARD", help="Accept a hazard, e.g. deletes_data.")] = None,
    dry_run: DryRun = False,
    yes: Yes = False,
    db: Db = "",
    as_json: Json = False,
) -> None:
    """Run the pending migrations on live, each in one transaction, checked before and after.

    Example:  schemactl apply --dry-run
    """
    from ..pipeline import apply_pending

    terminal, settings = start_run(db, as_json)
    confirm = None if yes or dry_run else terminal.confirm
    outcome = apply_pending(
        settings,
        terminal.say,
        confirm=confirm,
        up_to=to,
        allow=frozenset(name for names in allow or () for name in names.split(",")),
        execute=not dry_run,
    )
    ran(terminal, outcome)
