"""The committed migrations lead a new Supabase project to schema/, and back, through the commands that a person would type.

They are what `schemactl diff` writes, one after the other, with what a reviewer added (rows to move, which a diff cannot know of) proved
again: the state after a file is what its UP and those before it make, and after the last one what schema/ says. With
`--update-migrations` the files are written anew, for a release that reads more of a database or says more in a header; with
`--next-migration NAME` what schema/ says beyond them becomes the next one.
It is for the time before a live database has the files: an applied file never changes.
"""

from __future__ import annotations

import difflib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from schemactl import migrations
from schemactl.adapters.database import connect
from schemactl.adapters.scratch import ScratchServer, scratch_database
from schemactl.model import Migration
from schemactl.supabase import base_sql

REPOSITORY = Path(__file__).parents[1]
FOLDER = REPOSITORY / "generated_migrations"
FIRST = ["000_migrations_table", "001_trading_tables", "002_backtesting_tables", "003_indexes_performance"]

Schemactl = Callable[..., dict[str, Any]]


@pytest.fixture
def project(server: ScratchServer) -> Iterator[str]:
    """The name of a database like a new Supabase project's, owned by a plain role."""
    with scratch_database(server) as name:
        with connect(server.url(name)) as admin:
            admin.execute(base_sql(admin))
        yield name


@pytest.fixture
def schemactl(server: ScratchServer, project: str) -> Schemactl:
    """Runs a command in a folder, the repository by default, with the project as live; gives its JSON, demands exit code 0."""

    def run(*arguments: str, folder: Path = REPOSITORY) -> dict[str, Any]:
        done = subprocess.run(
            [sys.executable, "-m", "schemactl", *arguments, "--json"],
            cwd=folder,
            env={**os.environ, "SCHEMACTL_DATABASE_URL": server.owner_url(project)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        found: dict[str, Any] = json.loads(done.stdout)
        return found

    return run


def test_the_chain_is_whole() -> None:
    files = migrations.read(FOLDER)
    assert [m.version for m in files[: len(FIRST)]] == FIRST
    assert all(m.is_proved for m in files)
    assert [m.from_fingerprint for m in files[1:]] == [m.to_fingerprint for m in files[:-1]]
    assert [m.parent for m in files] == [None, *((before.version, before.checksum) for before, _ in pairwise(files))]


def test_they_lead_to_schema_and_back(server: ScratchServer, project: str, schemactl: Schemactl) -> None:
    versions = [m.version for m in migrations.read(FOLDER)]
    assert [m["version"] for m in schemactl("apply", "--yes")["migrations"]] == versions
    assert schemactl("status", "--exit-code")["clean"]
    # --stdout: a difference must not become a file of this repository
    assert not schemactl("diff", "--stdout", "--exit-code")["different"]
    schemactl("rollback", str(len(versions) - 1), "--yes")
    with connect(server.url(project)) as database:
        tables = "select count(*) from pg_tables where schemaname in ('public', 'private', 'analytics')"
        assert database.value(tables) == 0
        assert database.value("select count(*) from schemactl.schema_migrations where direction = 'down'") == len(versions) - 1


def test_diff_writes_them(schemactl: Schemactl, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    files = migrations.read(FOLDER)[1:]
    (tmp_path / "schemactl.toml").write_text('platform = "supabase"\n')
    for number, migration in enumerate(files, 1):
        _say(tmp_path / "schema", [m.up for m in files[:number]])
        schemactl("diff", migration.version.partition("_")[2], folder=tmp_path)
        if _add_by_hand(tmp_path / "generated_migrations" / f"{migration.version}.sql", migration):
            schemactl("prove", str(migration.number), folder=tmp_path)
        schemactl("apply", "--yes", "--allow", "deletes_data", folder=tmp_path)
    shutil.rmtree(tmp_path / "schema")
    shutil.copytree(REPOSITORY / "schema", tmp_path / "schema")
    if name := request.config.getoption("--next-migration"):
        schemactl("diff", name, folder=tmp_path)
    else:
        assert not schemactl("diff", "--stdout", folder=tmp_path)["different"]
    if name or request.config.getoption("--update-migrations"):
        shutil.copytree(tmp_path / "generated_migrations", FOLDER, dirs_exist_ok=True)
    written = migrations.read(tmp_path / "generated_migrations")
    assert list(map(_essence, written)) == list(map(_essence, migrations.read(FOLDER)))


def _say(folder: Path, scripts: list[str]) -> None:
    """Makes the folder say what the scripts make, one after the other."""
    folder.mkdir(exist_ok=True)
    for number, script in enumerate(scripts, 1):
        (folder / f"{number:03}.sql").write_text(script, encoding="utf-8")


def _add_by_hand(file: Path, committed: Migration) -> bool:
    """Adds the statements that the committed file has beyond the written one; whether there are any. Nothing written may be missing."""
    written = migrations.read(file.parent)[-1]
    if written.up == committed.up:
        return False
    added = [line for line in difflib.ndiff(written.up.splitlines(), committed.up.splitlines()) if line[0] in "-+"]
    assert {line[0] for line in added} == {"+"}, "\n".join(added)
    file.write_text(file.read_text(encoding="utf-8").replace(written.up, committed.up), encoding="utf-8")
    return True


def _essence(migration: Migration) -> tuple[str, ...]:
    """What does not hang on the server that proved the file."""
    return migration.version, migration.up, migration.down, migration.from_fingerprint, migration.to_fingerprint
