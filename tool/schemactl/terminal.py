"""What people and machines see: coloured at a terminal, plain in a pipe, JSON where asked. Results to stdout, the way there to stderr."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import typer

from .errors import Refused

if TYPE_CHECKING:
    from rich.status import Status as Spinner

    from .model import Rename


class Terminal:
    """Where every command prints; nothing else in the tool writes to the terminal."""

    def __init__(self, *, as_json: bool = False) -> None:
        self.as_json = as_json
        self._spinner: Spinner | None = None

    def say(self, text: str, *, colour: str | None = None) -> None:
        """A line on the way: to stderr, so that stdout holds the result alone."""
        typer.secho(text, fg=colour, err=True)

    def tell(self, text: str, *, colour: str | None = None, bold: bool = False) -> None:
        """A line that is itself the result: to stdout."""
        typer.secho(text, fg=colour, bold=bold or None)

    def table(self, titles: Sequence[str], rows: Sequence[Sequence[str]], *, right: Collection[int] = ()) -> None:
        """Rows under their titles, to stdout: as wide as the terminal, in a pipe as wide as they are. `right`: columns of numbers."""
        if sys.stdout.isatty():
            self._fitted(titles, rows, right)
            return
        shown = [titles, *rows] if any(titles) else rows
        widths = [max(len(row[i]) for row in shown) for i in range(len(titles))]
        for row in shown:
            cells = (text.rjust(w) if i in right else text.ljust(w) for i, (text, w) in enumerate(zip(row, widths, strict=True)))
            typer.echo(f"  {'  '.join(cells)}".rstrip())

    @staticmethod
    def _fitted(titles: Sequence[str], rows: Sequence[Sequence[str]], right: Collection[int]) -> None:
        from rich.console import Console
        from rich.table import Table
        from rich.text import Text

        table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), show_header=any(titles), header_style="dim")
        for i, title in enumerate(titles):
            # a number stays whole, its title may take two lines
            narrowest = max((len(row[i]) for row in rows), default=0) if i in right else None
            table.add_column(title, justify="right" if i in right else "left", overflow="fold", min_width=narrowest)
        for row in rows:
            table.add_row(*map(Text, row))
        Console().print(table)

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

    def ask_password(self, of: str) -> str:
        """Asks for a password, unseen."""
        return str(typer.prompt(f"Password for {of}", hide_input=True, err=True))

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

    def json(self, data: Mapping[str, Any]) -> None:
        """The result, for machines: to stdout."""
        typer.echo(json.dumps(data, indent=2, ensure_ascii=False))
