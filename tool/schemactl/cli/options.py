"""Options that several commands have, and how each begins: with a terminal and its settings."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from ..config import Settings
    from ..terminal import Terminal

Db = Annotated[
    str, typer.Option("--db", metavar="URL", help="Live database; else SCHEMACTL_DATABASE_URL, SUPABASE_DB_URL, DATABASE_URL, .env.")
]
Json = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]
AnyMajor = Annotated[bool, typer.Option("--any-major", help="Accept a scratch server of another major version than live's.")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show what would run, by the same code path, and run nothing.")]


def start_run(db: str, as_json: bool, **overrides: Any) -> tuple[Terminal, Settings]:
    """The terminal and the settings of a run in the current folder; `overrides` are settings that a flag decides.

    Raises:
        UsageError: the settings cannot be read.
    """
    terminal, settings = start_offline(as_json, database=db, **overrides)
    return terminal, _with_password(terminal, settings) if terminal.is_attended else settings


def start_offline(as_json: bool, **overrides: Any) -> tuple[Terminal, Settings]:
    """The same for a run that needs no live database.

    Raises:
        UsageError: the settings cannot be read.
    """
    from ..config import load
    from ..terminal import Terminal

    return Terminal(as_json=as_json), load(Path.cwd(), **overrides)


def _with_password(terminal: Terminal, settings: Settings) -> Settings:
    """Asks for the password where live wants one that nothing gives."""
    from ..adapters.database import describe, with_parts
    from ..pipeline.connection import live_url, wants_password

    if not wants_password(settings):
        return settings
    url = live_url(settings)
    return replace(settings, live_url=with_parts(url, password=terminal.ask_password(describe(url))))
