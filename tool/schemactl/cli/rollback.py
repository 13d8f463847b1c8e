"""`schemactl rollback`."""

from __future__ import annotations

from typing import Annotated

import typer

from .lines import ran
from .options import Db, DryRun, Json, Yes, start_run


def rollback(
    count: Annotated[int, typer.Argument(min=1, help="How many migrations to take back.")] = 1,
    dry_run: DryRun = False,
    yes: Yes = False,
    db: Db = "",
    as_json: Json = False,
) -> None:
    """Run DOWN of the last applied migrations, newest first. The ledger keeps the history.

    Example:  schemactl rollback 1
    """
    from ..pipeline import roll_back

    terminal, settings = start_run(db, as_json)
    confirm = None if yes or dry_run else terminal.confirm
    outcome = roll_back(settings, terminal.say, count, confirm=confirm, execute=not dry_run)
    ran(terminal, outcome)
