"""`schemactl doctor`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ..errors import ExitCode
from .options import AnyMajor, Db, Json, start_run

if TYPE_CHECKING:
    from ..pipeline import Diagnosis
    from ..terminal import Terminal


def doctor(
    read_only: Annotated[
        str, typer.Option("--read-only", metavar="ROLE", help="Print the grants that a role for diff and status alone lacks.")
    ] = "",
    any_major: AnyMajor = False,
    db: Db = "",
    as_json: Json = False,
) -> None:
    """Check the way to live and all that a run needs: folders, connection, encryption, rights, ledger, scratch server.

    Example:  schemactl doctor
    For CI:   schemactl doctor --read-only ci_reader
    """
    from ..pipeline import examine
    from ..pipeline import read_only as grants

    terminal, settings = start_run(db, as_json, any_major=any_major)
    if read_only:
        _show_grants(terminal, read_only, grants(settings, read_only))
        return
    with terminal.progress() as report:
        found = examine(settings, report)
    _show(terminal, found)
    if not found.is_well:
        raise typer.Exit(ExitCode.ENVIRONMENT)


def _show(terminal: Terminal, found: Diagnosis) -> None:
    if terminal.as_json:
        terminal.json(found.as_data())
        return
    colours = {"ok": "green", "warn": "yellow", "fail": "red"}
    for check in found.checks:
        terminal.tell(typer.style(f"{check.state:5}", fg=colours[check.state]) + f"{check.name:11} {check.text}")
        if check.hint:
            terminal.tell(f"{'':17}next: {check.hint}")


def _show_grants(terminal: Terminal, role: str, statements: tuple[str, ...]) -> None:
    """SQL on stdout, for psql; what it means on stderr."""
    if terminal.as_json:
        terminal.json({"role": role, "statements": list(statements)})
        return
    for statement in statements:
        terminal.tell(statement)
    if not statements:
        terminal.say(f"{role} has all that diff, pull --check and status need")
        return
    terminal.say("Run it as the ledger's owner and a superuser, or since PostgreSQL 16 with admin option on pg_read_all_data.")
    if any(s.startswith("create role") for s in statements):
        terminal.say(f"No password is set yet: \\password {role} in psql. The role may read every row, because pg_dump locks each table.")
