"""A project's folder with a live database of its own, the installed command run in it, and files as `diff` writes them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from schemactl import config, migrations
from schemactl.adapters.database import connect, connection_parts
from schemactl.adapters.scratch import ScratchServer
from schemactl.apply import applied, history, ledger_sql
from schemactl.catalog import read
from schemactl.config import LIVE_VARIABLES, SCRATCH_VARIABLE, Settings
from schemactl.model import Migration

COMMAND = shutil.which("schemactl", path=str(Path(sys.executable).parent)) or "schemactl"
PATIENCE = 600
"""Seconds after which a command counts as hung."""
TRACES = "select md5(string_agg(t::text || xmin::text, ' ' order by t::text)) from {} t"


@dataclass(frozen=True)
class Step:
    """What becomes a migration file. `rehearsed` stands in for an UP that cannot run while the file is made."""

    name: str
    up: str
    down: str = "select 0;"
    rehearsed: str = ""
    transactional: bool = True
    notes: tuple[tuple[str, str], ...] = ()


LEDGER = Step("migrations_table", ledger_sql(), "drop schema schemactl cascade;")


@dataclass(frozen=True)
class Workspace:
    """The folder, the server, and the name of the database that is live; it belongs to the server's plain role."""

    folder: Path
    server: ScratchServer
    database: str

    @property
    def url(self) -> str:
        return self.server.owner_url(self.database)

    @property
    def admin_url(self) -> str:
        return self.server.url(self.database)

    @property
    def settings(self) -> Settings:
        return config.load(self.folder, {}, database=self.url)

    @property
    def generated(self) -> Path:
        return self.folder / "generated_migrations"

    # what is in it

    def schema(self, **files: str) -> None:
        """Writes schema files: `schema(orders="create table …")`."""
        for name, sql in files.items():
            path = self.folder / "schema" / f"{name}.sql"
            path.parent.mkdir(exist_ok=True)
            path.write_text(sql, encoding="utf-8")

    def chain(self, *steps: Step) -> tuple[Migration, ...]:
        """Writes the ledger's file and one for each step, marked as proved: what `diff` would write, without the cost of a diff."""
        files = _chained(self.url, (LEDGER, *steps))
        migrations.write(self.generated, files)
        return files

    def edit(self, version: str, old: str, new: str) -> None:
        """Changes a migration file as a person would."""
        path = self.generated / f"{version}.sql"
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    def by_hand(self, sql: str, *, admin: bool = False) -> None:
        """Changes live behind the tool's back."""
        with connect(self.admin_url if admin else self.url) as live:
            live.execute(sql)

    def value(self, sql: str) -> Any:
        """The first column of the first row that live answers."""
        with connect(self.admin_url) as live:
            return live.value(sql)

    def applied(self) -> list[str]:
        """The versions that are applied now."""
        with connect(self.admin_url) as live:
            return [entry.version for entry in applied(live)]

    def traces(self) -> tuple[Any, ...]:
        """Changes with any change of a table, column or row of the ledger, even with one that was taken back."""
        with connect(self.admin_url) as live:
            return (*(live.value(TRACES.format(table)) for table in ("pg_class", "pg_attribute")), len(history(live)))

    def state(self) -> tuple[str, int]:
        """The schema's fingerprint and the length of the ledger."""
        with connect(self.admin_url) as live:
            return read(live).fingerprint, len(history(live))

    # the command

    @property
    def environment(self) -> dict[str, str]:
        """What the command finds in its environment: live, and nothing of this machine's settings."""
        return {**_neutral(), LIVE_VARIABLES[0]: self.url}

    def start(self, *arguments: str, program: tuple[str, ...] = (COMMAND,), **environment: str) -> subprocess.Popen[str]:
        """The command, running in the folder with live in its environment; nobody sits at its terminal."""
        return subprocess.Popen(
            [*program, *arguments],
            cwd=self.folder,
            env={**self.environment, **environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def finish(self, process: subprocess.Popen[str]) -> subprocess.CompletedProcess[str]:
        """The outcome of a started command, which has shown neither a password nor a traceback."""
        with process:
            out, err = process.communicate(timeout=PATIENCE)
        assert connection_parts(self.url)["password"] not in out + err
        assert "Traceback" not in err, err
        return subprocess.CompletedProcess(process.args, process.returncode, out, err)

    def run(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Runs the command to its end, whatever that is."""
        return self.finish(self.start(*arguments, **environment))

    def ok(self, *arguments: str) -> str:
        """What the command printed; it must succeed."""
        done = self.run(*arguments)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def json(self, *arguments: str) -> dict[str, Any]:
        """The same, with `--json`."""
        found: dict[str, Any] = json.loads(self.ok(*arguments, "--json"))
        return found

    def fail(self, code: int, *arguments: str, run: Callable[..., Any] | None = None, **environment: str) -> str:
        """The error of a command that ends with this code: a message and a next step, no result, and live as it was before."""
        before = self.traces()
        done = (run or self.run)(*arguments, **environment)
        assert done.returncode == code, done.stdout + done.stderr
        assert done.stdout == ""
        said = str(done.stderr)
        assert said.startswith("error: ")
        assert said.count("\nhint: ") == 1
        assert "\n\n" not in said
        assert self.traces() == before
        return said


def _neutral() -> dict[str, str]:
    """The environment without anything that names a database."""
    ours = (*LIVE_VARIABLES, SCRATCH_VARIABLE)
    return {k: v for k, v in os.environ.items() if k not in ours and not k.startswith("PG")}


def _chained(url: str, steps: tuple[Step, ...]) -> tuple[Migration, ...]:
    """The steps as files; the fingerprints are read in a transaction that is rolled back."""
    files: list[Migration] = []
    with connect(url) as live:
        live.begin()
        for step in steps:
            start = read(live).fingerprint
            live.execute(step.rehearsed or step.up)
            files.append(_file(step, files, start, read(live).fingerprint))
        live.rollback()
    return tuple(files)


def _file(step: Step, before: list[Migration], start: str, end: str) -> Migration:
    bare = Migration(
        version=migrations.next_version(before, step.name),
        up=step.up,
        down=step.down,
        from_fingerprint=start,
        to_fingerprint=end,
        parent=(before[-1].version, before[-1].checksum) if before else None,
        transactional=step.transactional,
        notes=step.notes,
    )
    return replace(bare, proved="up, down on PostgreSQL 17.10", proved_checksum=bare.checksum)
