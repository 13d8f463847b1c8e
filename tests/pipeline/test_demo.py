"""The tour as a person runs it: one process, its words and files; and what is left when it is stopped."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from schemactl import migrations
from schemactl.errors import ExitCode

DEMO = [sys.executable, "-m", "schemactl", "demo"]
NAMES = ["000_migrations_table", "001_trading_tables", "002_backtesting_tables", "003_indexes_performance"]
COMMANDS = [
    "diff trading_tables", "apply --yes", "status",
    "diff backtesting_tables", "apply --yes",
    "diff indexes_performance", "apply --yes",
    "diff", "rollback --yes", "apply --yes",
    "status", "diff --stdout", "status",
]  # fmt: skip
FIRST_USER_OID = 16384
PATIENCE = 600


@dataclass(frozen=True)
class Tour:
    """What a finished tour said, part by part, and the folder that it kept. `said` is (command, what followed it)."""

    said: tuple[tuple[str, str], ...]
    folder: Path


@pytest.fixture(scope="module")
def tour() -> Iterator[Tour]:
    done = subprocess.run([*DEMO, "--keep"], capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert done.returncode == ExitCode.DONE, done.stdout + done.stderr
    assert "Warning" not in done.stderr
    parts = re.split(r"^\$ schemactl (.+)\n", done.stdout, flags=re.MULTILINE)
    found = re.search(r"^kept: (.+)$", done.stdout, flags=re.MULTILINE)
    assert found
    yield Tour(tuple(zip(parts[1::2], parts[2::2], strict=True)), Path(found[1]))
    shutil.rmtree(found[1])


@pytest.fixture
def cache() -> Iterator[Path]:
    """A cache folder with no server in it yet, which the servers' account may enter."""
    folder = Path(tempfile.mkdtemp(prefix="schemactl-test-")).resolve()
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def test_it_prints_each_command_that_it_runs(tour: Tour) -> None:
    assert [command for command, _ in tour.said] == COMMANDS


def test_each_command_does_what_the_tour_says(tour: Tour) -> None:
    (first, head), (_, applied), (_, clean), *_, (_, nothing), (_, down), (_, up), (_, drift), (_, way_back), (_, taken_back) = tour.said
    assert first == "diff trading_tables"
    assert "\n-- UP\n" in head
    assert "up 000_migrations_table in" in applied
    assert "is as the last migration left it" in clean
    assert nothing.startswith("nothing to do: ")
    assert down.startswith("down 003_indexes_performance in")
    assert up.startswith("up 003_indexes_performance in")
    assert "+ column public.orders.note" in drift
    assert "alter table public.orders drop column note;" in way_back
    assert "is as the last migration left it" in taken_back


def test_it_is_plain_in_a_pipe(tour: Tour) -> None:
    assert not [said for _, said in tour.said if "\x1b" in said]


def test_its_files_are_a_whole_chain_of_proved_migrations(tour: Tour) -> None:
    files = migrations.read(tour.folder / "generated_migrations")
    assert [m.version for m in files] == NAMES
    assert all(m.is_proved for m in files)


@pytest.mark.skipif(sys.platform == "win32", reason="processes are stopped by signals")
@pytest.mark.parametrize("stopped_by", ["ctrl-c", "kill"])
def test_a_stopped_tour_leaves_no_server_no_database_and_no_folder(cache: Path, tmp_path: Path, stopped_by: str) -> None:
    places = {"SCHEMACTL_CACHE_DIR": str(cache), "TMPDIR": str(tmp_path)}
    with subprocess.Popen(
        DEMO, env={**os.environ, **places}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True
    ) as demo:
        _wait_for(demo, cache, servers=2)
        if stopped_by == "ctrl-c":
            os.killpg(demo.pid, signal.SIGINT)  # a terminal tells every process of the group
        else:
            demo.terminate()
        said, _ = demo.communicate(timeout=PATIENCE)
    assert demo.returncode == 128 + (signal.SIGINT if stopped_by == "ctrl-c" else signal.SIGTERM), said
    assert "Traceback" not in said
    assert _running(cache) == []
    assert list(tmp_path.iterdir()) == []
    assert [p for p in cache.glob("pg*/slot0/data/base/*") if p.name.isdigit() and int(p.name) >= FIRST_USER_OID] == []


def _running(cache: Path) -> list[Path]:
    return list(cache.glob("pg*/slot*/data/postmaster.pid"))


def _wait_for(demo: subprocess.Popen[str], cache: Path, *, servers: int) -> None:
    """Until live and the first diff's scratch server both run."""
    end = time.monotonic() + PATIENCE
    while len(_running(cache)) < servers:
        assert demo.poll() is None, demo.stdout and demo.stdout.read()
        assert time.monotonic() < end
        time.sleep(0.05)
