"""What several commands print alike."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..model import Migration
    from ..monitor import Reading, Snapshot
    from ..pipeline import Applied
    from ..terminal import Terminal

SHOWN = 40


def near(path: Path) -> Path:
    """The path as seen from the current folder, where it lies below."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


def changes(terminal: Terminal, lines: tuple[str, ...]) -> None:
    """The difference, an object a line, + - or ~."""
    colours = {"+": "green", "-": "red", "~": "yellow"}
    for line in lines[:SHOWN]:
        terminal.tell(f"  {line}", colour=colours[line[0]])
    if len(lines) > SHOWN:
        terminal.tell(f"  … and {len(lines) - SHOWN} more")


def measured(terminal: Terminal, migration: Migration) -> None:
    """The locks and rewrites that its header states, where there are any."""
    for label, text in migration.notes:
        if label in ("locks", "rewrites") and not text.startswith("none"):
            terminal.tell(f"  {label}: {text}")


def data_notes(terminal: Terminal, notes: Iterable[tuple[str, str]]) -> None:
    """What the proof saw of rows, and what it did not."""
    for label, text in notes:
        terminal.say(f"{label}: {text}", colour="yellow")


def unmodeled(terminal: Terminal, names: tuple[str, ...]) -> None:
    """Objects that nobody read."""
    if names:
        terminal.say("not compared, because schemactl does not know their kind yet: " + ", ".join(names), colour="yellow")


def left_alone(terminal: Terminal, names: tuple[str, ...]) -> None:
    """Objects that functions on live made since the last migration."""
    if names:
        more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
        terminal.say(f"left alone, because live made it itself and no migration did: {', '.join(names[:SHOWN])}{more}")


def ran(terminal: Terminal, outcome: Applied) -> None:
    """The migrations that ran on live, or would have."""
    if terminal.as_json:
        terminal.json(outcome.as_data())
        return
    if not outcome.entries:
        terminal.tell("nothing to do: no migration is pending" if outcome.direction == "up" else "nothing to do: no migration is applied")
    for entry in outcome.entries:
        done = f"{entry.version} in {entry.milliseconds} ms" if outcome.executed else f"{entry.version}, not run: this is a dry run"
        terminal.tell(f"{outcome.direction} {done}", colour="green" if outcome.executed else None)
        if not outcome.executed:
            terminal.tell(entry.script + "\n")


def snapshot(terminal: Terminal, found: Snapshot, rows: int) -> None:
    """What a server says of its work, a table a section with at most so many rows."""
    terminal.tell(f"{found.database}, {found.server}")
    for reading in found.readings:
        terminal.tell("")
        terminal.tell(reading.section.title, bold=True)
        _reading(terminal, reading, rows)


def facts(terminal: Terminal, reading: Reading) -> None:
    """A reading that is one row, a line a column."""
    from ..monitor.units import shown

    terminal.table(["", ""], [[c.title, shown(reading.rows[0][c.name], c.unit)] for c in reading.section.columns])


def _reading(terminal: Terminal, reading: Reading, rows: int) -> None:
    from ..monitor.units import is_number, shown

    if reading.failure:
        terminal.tell(f"  cannot tell: {reading.failure}", colour="yellow")
        return
    columns = reading.section.columns
    told = [[shown(row.get(c.name), c.unit) for c in columns] for row in reading.rows[:rows]]
    if not told:
        terminal.tell("  none")
    elif reading.section.facts:
        facts(terminal, reading)
    else:
        terminal.table([c.title for c in columns], told, right=[i for i, c in enumerate(columns) if is_number(c.unit)])
    if len(reading.rows) > rows:
        terminal.tell(f"  … and {len(reading.rows) - rows} more")
    if reading.notice:
        terminal.tell(f"  {reading.notice}", colour="yellow")
    if reading.platform:
        terminal.tell(f"  {reading.platform} of the platform's left out: --all")
    for remark in reading.remarks[:rows]:
        terminal.tell(f"  ! {remark}", colour="yellow")
