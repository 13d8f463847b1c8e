"""`schemactl slow`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ..model import Cost
from .inspect import Html, Rows, write
from .lines import facts, near
from .options import Db, Json, start_run

if TYPE_CHECKING:
    from ..pipeline import Slow
    from ..terminal import Terminal


def slow(
    by: Annotated[Cost, typer.Option("--by", help="What they are ordered by.")] = Cost.total,
    rows: Rows = 20,
    since: Annotated[str, typer.Option("--since", metavar="BASELINE", help="Count from a baseline that --save kept.")] = "",
    save: Annotated[str, typer.Option("--save", metavar="NAME", help="Keep what is counted until now as a baseline.")] = "",
    everything: Annotated[bool, typer.Option("--all", help="With the platform's own roles, and with other databases.")] = False,
    html: Html = None,
    db: Db = "",
    as_json: Json = False,
) -> None:
    """Show the statements that cost most, as pg_stat_statements counted them.

    Example:  schemactl slow --by io
    A deploy: schemactl slow --save before, and after it schemactl slow --since before
    """
    from ..pipeline import slow as read_slow

    terminal, settings = start_run(db, as_json)
    with terminal.progress() as report:
        found = read_slow(settings, report, by=by, baseline=since, save=save, everything=everything)
    if html:
        write(html, found.snapshot, rows)
    if as_json:
        terminal.json(found.as_data())
        return
    if html:
        terminal.tell(f"wrote {near(html.resolve())}", colour="green")
    else:
        _show(terminal, found, rows)
    if found.kept_in:
        terminal.say(f"kept as baseline {save} in {found.kept_in}: schemactl slow --since {save}")


def _show(terminal: Terminal, found: Slow, rows: int) -> None:
    """The numbers as a table; the queries, which are long, below it."""
    from ..monitor.units import is_number, shown

    terminal.tell(f"{found.snapshot.database}, {found.snapshot.server}")
    facts(terminal, found.snapshot.readings[0])
    terminal.tell("")
    terminal.tell(found.statements.section.title, bold=True)
    columns = [c for c in found.statements.section.columns if c.name not in ("query", "queryid")]
    top = found.statements.rows[:rows]
    table = [[shown(row[c.name], c.unit) for c in columns] for row in top]
    terminal.table([c.title for c in columns], table, right=[i for i, c in enumerate(columns) if is_number(c.unit)])
    for row in top:
        terminal.tell(f"\n  {row['place']}. {shown(row['query'], 'query')}")
        if row["remark"]:
            terminal.tell(f"     ! {row['remark']}", colour="yellow")
    for line in found.left_out:
        terminal.say(line)
