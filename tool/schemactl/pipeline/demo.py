"""`schemactl demo`: real commands on a private server that stands in for live, while the trading schema grows in three steps."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from .. import config
from ..adapters.database import connect
from ..adapters.scratch import open_server, scratch_database
from ..errors import EnvironmentFailure
from ..supabase import base_sql

HEAD = 8
"""Lines of a migration that are shown below its header: the first statements."""


class Narrator(Protocol):
    """Where the tour's own words go."""

    def tell(self, text: str, *, colour: str | None = None) -> None: ...


@dataclass(frozen=True, slots=True)
class Step:
    """A folder below schema/, the migration that it becomes, and what to look at."""

    folder: str
    migration: str
    look: str


FIRST = Step(
    "trading",
    "trading_tables",
    "Step 1: the trading tables. diff reads live, builds schema/ in a scratch database, and proves the way there and back on a copy.",
)
LATER = (
    Step("backtesting", "backtesting_tables", "Step 2: backtesting. The new file holds what is new, and names the file it follows on."),
    Step("performance", "indexes_performance", "Step 3: indexes and a materialized view, on tables that are there already."),
)
BY_HAND = "alter table public.orders add column note text"
TAKEN_BACK = "alter table public.orders drop column note"


def tour(terminal: Narrator, *, keep: bool) -> None:
    """Shows the main job on this machine; whatever happens, the server is stopped, its database dropped and the folder removed.

    With `keep` the folder stays: its migrations are what a project's own would be.

    Raises:
        EnvironmentFailure: no scratch server can be had, or a command of the tour failed.
    """
    with _folder(terminal, keep=keep) as folder:
        terminal.tell("A private PostgreSQL stands in for the live database; it starts with what a new Supabase project has.")
        with _live(folder) as url:
            guide = _Guide(terminal, folder, url)
            guide.grow()
            guide.go_back_and_forth()
            guide.drift()
        terminal.tell("\nThat was all: the database is dropped and the server stopped.", colour="green")


@contextmanager
def _folder(terminal: Narrator, *, keep: bool) -> Iterator[Path]:
    """A project's folder, with settings of its own so that none from outside count."""
    folder = Path(tempfile.mkdtemp(prefix="schemactl-demo-"))
    try:
        (folder / "schema").mkdir()
        (folder / "schemactl.toml").write_text('platform = "supabase"\n', encoding="utf-8")
        yield folder
    finally:
        if keep:
            terminal.tell(f"kept: {folder}")
        else:
            shutil.rmtree(folder)


@contextmanager
def _live(folder: Path) -> Iterator[str]:
    """A database like a new Supabase project's, open during the block; the URL is that of its owner, no superuser."""
    settings = config.load(folder, _environment(""))
    with open_server(settings, major=None) as server, scratch_database(server) as name:
        with connect(server.url(name)) as admin:
            admin.execute(base_sql(admin))
        yield server.owner_url(name)


def _environment(url: str) -> Mapping[str, str]:
    """What the commands see: `url` as live, and no scratch server of the user's, on which the tour would leave roles."""
    return {**os.environ, config.LIVE_VARIABLES[0]: url, config.SCRATCH_VARIABLE: ""}


def _schema() -> Path:
    """The trading schema: inside the installed package, or beside it in a checkout."""
    package = Path(__file__).resolve().parents[1]
    shipped = package / "_demo" / "schema"
    return shipped if shipped.is_dir() else package.parents[1] / "schema"


@dataclass(frozen=True, slots=True)
class _Guide:
    """Says what comes, and does it: each command is printed as a person would type it, then runs in a process of its own."""

    terminal: Narrator
    folder: Path
    url: str

    def grow(self) -> None:
        """Three steps of the schema, each a migration that is applied."""
        self._propose(FIRST)
        self._show_head(f"001_{FIRST.migration}.sql")
        self._schemactl("apply", "--yes")
        self._look("status compares the folder with the ledger in live, and live with what the last migration left.")
        self._schemactl("status")
        for step in LATER:
            self._propose(step)
            self._schemactl("apply", "--yes")

    def go_back_and_forth(self) -> None:
        """Nothing to do; DOWN; UP again."""
        self._look("Live is what schema/ says: migra is not even asked.")
        self._schemactl("diff")
        self._look("DOWN runs as it was proved; the ledger keeps the history.")
        self._schemactl("rollback", "--yes")
        self._schemactl("apply", "--yes")

    def drift(self) -> None:
        """A change behind the tool's back is named, and its remedy printed."""
        self._look("Somebody changes live by hand ...")
        self._by_hand(BY_HAND)
        self._look("... and status names it.")
        self._schemactl("status")
        self._look("diff can print the way back to schema/ without writing a file, and says that it would delete data.")
        self._schemactl("diff", "--stdout")
        self._by_hand(TAKEN_BACK)
        self._schemactl("status")

    def _propose(self, step: Step) -> None:
        self._look(step.look)
        source = _schema() / step.folder
        self._prompt("cp", "-R", str(source), "schema/")
        shutil.copytree(source, self.folder / "schema" / step.folder)
        self._schemactl("diff", step.migration)

    def _show_head(self, name: str) -> None:
        path = Path(config.Settings(root=self.folder).migrations_dir, name)
        self._look("The file is what a person reviews: what was proved, UP, and at its end DOWN as comments. It begins:")
        lines = (self.folder / path).read_text(encoding="utf-8").splitlines()
        shown = lines.index("-- UP") + 1 + HEAD
        self._prompt("head", "-n", str(shown), str(path))
        self.terminal.tell("\n".join(lines[:shown]))

    def _schemactl(self, *arguments: str) -> None:
        self._prompt("schemactl", *arguments)
        command = [sys.executable, "-m", "schemactl", *arguments]
        process = subprocess.Popen(command, cwd=self.folder, env=_environment(self.url))  # noqa: S603
        try:
            code = process.wait()
        except KeyboardInterrupt:
            # the terminal told the command as well: it drops what it made before it ends, and needs live for that
            process.wait()
            raise
        except SystemExit:
            # a signal to this process alone
            process.terminate()
            process.wait()
            raise
        if code:
            raise EnvironmentFailure(
                f"`{shlex.join(['schemactl', *arguments])}` ended with exit code {code}", hint="Its own words are above."
            )

    def _by_hand(self, sql: str) -> None:
        self.terminal.tell(f"\nlive=> {sql};", colour="cyan")
        with connect(self.url) as live:
            live.execute(sql)

    def _look(self, text: str) -> None:
        self.terminal.tell(f"\n{text}", colour="magenta")

    def _prompt(self, *words: str) -> None:
        self.terminal.tell(f"\n$ {shlex.join(words)}", colour="cyan")
