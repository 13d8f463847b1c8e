"""`schemactl demo`."""

from __future__ import annotations

from typing import Annotated

import typer

from .options import start_run


def demo(
    keep: Annotated[bool, typer.Option("--keep", help="Keep the temporary folder, to look around in it.")] = False,
) -> None:
    """A tour on this machine: a private PostgreSQL stands in for live, the trading schema grows in three proved migrations.

    Example:  schemactl demo
    """
    from ..pipeline.demo import tour

    terminal, _ = start_run("", as_json=False)
    tour(terminal, keep=keep)
