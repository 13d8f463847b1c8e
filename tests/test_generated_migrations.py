"""The committed migrations lead a new Supabase project to schema/, and back, through the commands that a person would type."""

from __future__ import annotations

import json
import os
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
            admin.execute(base_sql())
        yield name


@pytest.fixture
def schemactl(server: ScratchServer, project: str) -> Schemactl:
    """Runs a command in the repository with the project as live; gives its JSON, demands exit code 0."""

    def run(*arguments: str) -> dict[str, Any]:
        done = subprocess.run(
            [sys.executable, "-m", "schemactl", *arguments, "--json"],
            cwd=REPOSITORY,
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
