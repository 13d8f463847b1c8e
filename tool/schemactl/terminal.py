"""What people and machines see: coloured at a terminal, plain in a pipe, JSON where asked. Results to stdout, the way there to stderr."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

import typer

from .errors import Refused

if TYPE_CHECKING:
    from rich.status import Status as Spinner

    from .model import Migration, Rename
    from .pipeline import Applied, Outcome, Proved, Pulled, Status

SHOWN = 40


def _near(path: Path) -> Path:
    """The path as seen from the current folder, where it lies below."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


class Terminal:
    """Prints outcomes. Nothing else in the tool writes to the terminal."""

    def __init__(self, *, as_json: bool = False) -> None:
        self.as_json = as_json
        self._spinner: Spinner | None = None

    def say(self, text: str, *, colour: str | None = None) -> None:
        """A line on the way: to stderr, so that stdout holds the result alone."""
        typer.secho(text, fg=colour, err=True)

    def tell(self, text: str, *, colour: str | None = None) -> None:
        """A line that is itself the result: to stdout."""
        typer.secho(text, fg=colour)

    def confirm(self, question: str) -> bool:
        """Asks at a terminal.

        Raises:
            Refused: there is none, so nobody can be asked.
        """
        if not sys.stdin.isatty():
            raise Refused(f"nobody was there to be asked: {question} Nothing was changed.", hint="Give --yes where no terminal is.")
        return bool(typer.confirm(question, err=True))

    @property
    def is_attended(self) -> bool:
        """Whether somebody can be asked."""
        return sys.stdin.isatty() and sys.stderr.isatty() and not self.as_json

    def ask_of_rename(self, rename: Rename) -> bool:
        """Asks whether what goes and what comes are one object."""
        if self._spinner:
            self._spinner.stop()
        old, new = rename.label or (rename.old.identity, rename.new.identity)
        kind = "value" if rename.label else rename.new.kind.replace("_", " ")
        yes = bool(typer.confirm(f"{kind} {old} goes, {new} comes and looks alike. Was it renamed?", err=True))
        if self._spinner:
            self._spinner.start()
        return yes

    @contextmanager
    def progress(self) -> Iterator[Callable[[str], None]]:
        """Shows the current step of a run on one line that moves; nothing in a pipe."""
        if not sys.stderr.isatty() or self.as_json:
            yield lambda _: None
            return
        from rich.console import Console

        with Console(stderr=True).status("starting") as self._spinner:
            yield self._spinner.update
        self._spinner = None

    # the commands' outcomes

    def proposal(self, outcome: Outcome, *, script: str) -> None:
        proposal = outcome.proposal
        if self.as_json:
            self._json(outcome.as_data())
            return
        self._unmodeled(proposal.unmodeled)
        self._left_alone(proposal.left_alone)
        if not proposal.is_different:
            if not script:
                typer.echo("nothing to do: " + outcome.compared)
            return
        for line in proposal.access:
            self.say(f"access: {line}")
        for finding in proposal.counts.harmless:
            self.say(f"rows: {finding}")
        for hazard in proposal.hazards:
            self.say(f"hazard: {hazard}", colour="yellow")
        self._data(proposal.verdict.data.notes if proposal.verdict else ())
        if script:
            typer.echo(proposal.down if script == "down" else proposal.up)
            return
        self._changes(proposal.changes)
        for path, migration in zip(outcome.files, proposal.migrations, strict=True):
            typer.echo(typer.style(f"wrote {_near(path)}", fg="green") + f", proved {migration.proved}")
            self._measured(migration)
        typer.echo(f"{proposal.statements} statements, {proposal.proposed_by_migra} as migra proposed them; proved on {proposal.server}")
        if proposal.migra_failure:
            self.say(f"migra had no opinion: {proposal.migra_failure}")
        typer.echo("Review the file, then: schemactl apply")

    def proved(self, outcome: Proved) -> None:
        if self.as_json:
            self._json(outcome.as_data())
            return
        self._data(outcome.data_notes)
        typer.secho(f"{_near(outcome.path)}: proved {outcome.migration.proved}", fg="green")
        self._measured(outcome.migration)
        if (stated := dict(outcome.migration.notes).get("hazards", "none")) != "none":
            self.say(f"hazards: {stated}", colour="yellow")

    def applied(self, outcome: Applied) -> None:
        if self.as_json:
            self._json(outcome.as_data())
            return
        if not outcome.entries:
            typer.echo("nothing to do: no migration is pending" if outcome.direction == "up" else "nothing to do: no migration is applied")
        for entry in outcome.entries:
            done = f"{entry.version} in {entry.milliseconds} ms" if outcome.executed else f"{entry.version}, not run: this is a dry run"
            typer.secho(f"{outcome.direction} {done}", fg="green" if outcome.executed else None)
            if not outcome.executed:
                typer.echo(entry.script + "\n")

    def pulled(self, outcome: Pulled) -> None:
        if self.as_json:
            self._json(outcome.as_data())
            return
        self._unmodeled(outcome.unmodeled)
        if not outcome.changes:
            typer.echo(f"nothing to do: the schema files say what {outcome.live} has")
            return
        self._changes(outcome.changes)
        for name in outcome.by_hand:
            self.say(f"changed on live and said in a file of yours: {PurePosixPath(name).with_suffix('')}", colour="yellow")
        if outcome.written:
            typer.secho(f"wrote {len(outcome.written)} files, which build what {outcome.live} has", fg="green")

    def status(self, found: Status) -> None:
        if self.as_json:
            self._json(found.as_data())
            return
        for version, state, detail in found.rows:
            colour = {"applied": "green", "pending": "yellow"}.get(state, "red")
            typer.echo(typer.style(f"{state:9}", fg=colour) + f" {version}" + (f"  {detail}" if detail else ""))
        self._left_alone(found.left_alone)
        typer.echo(found.summary)

    def _changes(self, lines: tuple[str, ...]) -> None:
        colours = {"+": "green", "-": "red", "~": "yellow"}
        for line in lines[:SHOWN]:
            typer.secho(f"  {line}", fg=colours[line[0]])
        if len(lines) > SHOWN:
            typer.echo(f"  … and {len(lines) - SHOWN} more")

    def _measured(self, migration: Migration) -> None:
        """The locks and rewrites that its header states, where there are any."""
        for label, text in migration.notes:
            if label in ("locks", "rewrites") and not text.startswith("none"):
                typer.echo(f"  {label}: {text}")

    def _data(self, notes: Iterable[tuple[str, str]]) -> None:
        for label, text in notes:
            self.say(f"{label}: {text}", colour="yellow")

    def _unmodeled(self, names: tuple[str, ...]) -> None:
        if names:
            self.say("not compared, because schemactl does not know their kind yet: " + ", ".join(names), colour="yellow")

    def _left_alone(self, names: tuple[str, ...]) -> None:
        if names:
            more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
            self.say(f"left alone, because live made it itself and no migration did: {', '.join(names[:SHOWN])}{more}")

    def _json(self, data: dict[str, Any]) -> None:
        typer.echo(json.dumps(data, indent=2, ensure_ascii=False))
