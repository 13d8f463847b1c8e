"""The installed command: its face, the whole job through it, and what is left when it is stopped."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from shutil import rmtree

import pytest

from schemactl import __version__
from schemactl.adapters.database import connect
from schemactl.cli import app
from schemactl.errors import ExitCode
from workspace import COMMAND, PATIENCE, Step, Workspace

COMMANDS = sorted(command.name or command.callback.__name__ for command in app.registered_commands if command.callback)
HEAVY = [
    "sqlalchemy",
    "psycopg2",
    "postgast",
    "rich",
    "jinja2",
    "migra",
    "schemainspect",
    "sqlbag",
    "testcontainers",
    "docker",
    "pkg_resources",
]
LOADED = """
import sys
from schemactl.cli import main
try:
    main()
except SystemExit as end:
    assert not end.code, end.code
print("loaded:", *sorted({name.partition(".")[0] for name in sys.modules}))
"""
A = Step("a", "create table public.a (x int);", "drop table public.a;")
SLEEP = Step("sleep", "create table public.b ();\nselect pg_sleep(600);", rehearsed="create table public.b ()")
SLEEPS = "select count(*) from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep'"
END_SLEEPER = """select bool_and(pg_terminate_backend(pid, 5000)) from pg_stat_activity
                  where datname = current_database() and wait_event = 'PgSleep'"""
LOCKS = """select count(*) from pg_locks
            where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())"""

posix = pytest.mark.skipif(sys.platform == "win32", reason="these signals are POSIX")


def wait_for(process: subprocess.Popen[str], condition: Callable[[], object]) -> None:
    """Until the condition holds while the process runs."""
    end = time.monotonic() + PATIENCE
    while not condition():
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < end
        time.sleep(0.05)


# its face


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["diff", "--help"], ["apply", "-h"]])
def test_help_loads_nothing_heavy(arguments: list[str]) -> None:
    done = subprocess.run([sys.executable, "-c", LOADED, *arguments], capture_output=True, text=True, check=True)
    loaded = done.stdout.rpartition("loaded:")[2].split()
    assert "schemactl" in loaded
    assert [name for name in HEAVY if name in loaded] == []


def test_version() -> None:
    done = subprocess.run([COMMAND, "--version"], capture_output=True, text=True, check=True)
    assert done.stdout == f"schemactl {__version__}\n"


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(command: str) -> None:
    done = subprocess.run([COMMAND, command, "--help"], capture_output=True, text=True, check=True)
    assert f"Usage: schemactl {command} " in done.stdout
    assert "Example:  schemactl " in done.stdout
    assert done.stderr == ""


def test_up_is_apply() -> None:
    def options(command: str) -> list[str]:
        done = subprocess.run([COMMAND, command, "--help"], capture_output=True, text=True, check=True)
        return done.stdout.partition("Options:")[2].split()

    assert options("up") == options("apply")


@pytest.mark.parametrize("arguments", [["aply"], ["status", "--nonsense"], ["prove"], ["prove", "four"], ["rollback", "0"], []])
def test_usage(arguments: list[str]) -> None:
    done = subprocess.run([COMMAND, *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == ExitCode.USAGE
    assert "Usage: schemactl " in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


def test_no_deprecation_reaches_the_user(workspace: Workspace) -> None:
    workspace.schema(a="create table public.a (x int);")
    assert workspace.run("diff", "--stdout", PYTHONWARNINGS="default").stderr == ""


def test_a_reader_who_has_seen_enough_is_no_error(workspace: Workspace) -> None:
    workspace.chain(Step("more_than_a_pipe_holds", f"select '{'x' * 300_000}';"))
    process = workspace.start("apply", "--dry-run")
    assert process.stdout
    process.stdout.readline()
    process.stdout.close()
    assert process.stderr
    assert process.stderr.read() == ""
    process.stderr.close()
    process.wait(PATIENCE)


# the job


def test_the_whole_job(workspace: Workspace) -> None:
    workspace.schema(orders="create table public.orders (id int primary key);")
    said = workspace.ok("diff", "add orders")
    assert "+ table public.orders\n" in said
    assert "wrote generated_migrations/000_migrations_table.sql, proved up, down on PostgreSQL" in said
    assert "wrote generated_migrations/001_add_orders.sql" in said
    assert workspace.ok("apply", "--yes").splitlines()[1].startswith("up 001_add_orders in ")
    assert "is as the last migration left it" in workspace.ok("status", "--exit-code")
    assert workspace.ok("diff", "--exit-code").startswith("nothing to do: postgres@")

    workspace.schema(orders="create table public.orders (id int primary key, notes text);")
    script = workspace.run("diff", "--stdout", "--exit-code")
    assert (script.returncode, script.stdout) == (ExitCode.DIFFERENT, "alter table public.orders add column notes text;\n")
    assert workspace.ok("diff", "--stdout", "--down") == "alter table public.orders drop column notes;\n"
    assert "wrote generated_migrations/002_add_orders_notes.sql" in workspace.ok("diff")
    assert workspace.run("status", "--exit-code").returncode == ExitCode.DIFFERENT
    assert "up 002_add_orders_notes in " in workspace.ok("up", "-y")
    assert "down 002_add_orders_notes in " in workspace.ok("rollback", "--yes")
    assert "pending   002_add_orders_notes" in workspace.ok("status")
    assert workspace.ok("up", "-y").startswith("up 002_add_orders_notes in ")
    assert workspace.ok("apply", "--yes") == "nothing to do: no migration is pending\n"


def test_every_json_is_json(workspace: Workspace) -> None:
    workspace.schema(a="create table public.a (x int);")
    proposed = workspace.json("diff")
    assert proposed["different"]
    assert proposed["changes"] == ["+ table public.a"]
    assert [Path(f).name for f in proposed["files"]] == ["000_migrations_table.sql", "001_add_a.sql"]
    assert workspace.json("prove", "1")["proved"].startswith("up, down on PostgreSQL ")
    shown = workspace.json("apply", "--dry-run")
    assert (shown["executed"], len(shown["migrations"])) == (False, 2)
    assert [m["version"] for m in workspace.json("apply", "--yes")["migrations"]] == workspace.applied()
    assert workspace.json("status")["clean"]
    assert workspace.json("rollback", "1", "--yes")["direction"] == "down"
    assert not workspace.json("diff", "--stdout", "--to", workspace.url)["different"]


def test_an_error_as_json(workspace: Workspace) -> None:
    done = workspace.run("status", "--json", SCHEMACTL_DATABASE_URL="")
    assert done.returncode == ExitCode.USAGE
    assert done.stderr == ""
    assert done.stdout.startswith('{"error": "no live database is named", "hint": "Give --db ')
    assert '"exit_code": 2' in done.stdout


@pytest.mark.parametrize("command", ["apply", "up", "rollback"])
def test_without_a_terminal_nobody_is_asked_and_nothing_runs(workspace: Workspace, command: str) -> None:
    workspace.chain(A)
    if command == "rollback":
        workspace.ok("apply", "--yes")
    said = workspace.fail(ExitCode.REFUSED, command)
    assert said.startswith("error: nobody was there to be asked: Run ")
    assert "Nothing was changed." in said
    assert "hint: Give --yes" in said


# broken off


def test_a_connection_lost_in_the_middle_of_apply(workspace: Workspace) -> None:
    workspace.chain(A, SLEEP)
    process = workspace.start("apply", "--yes")
    wait_for(process, lambda: workspace.value(SLEEPS))
    assert workspace.value(END_SLEEPER)
    done = workspace.finish(process)
    assert done.returncode == ExitCode.FAILED_ON_LIVE
    assert done.stdout == ""
    assert "error: 002_sleep up, statement 2 of 2 (002_sleep.sql:" in done.stderr
    assert "The server rolls an open transaction back by itself: nothing of 002_sleep was kept." in done.stderr
    assert "Done before it and kept: 000_migrations_table, 001_a." in done.stderr
    assert "\nhint: Look at `schemactl status`" in done.stderr
    assert workspace.applied() == ["000_migrations_table", "001_a"]
    assert workspace.value("select to_regclass('public.b') is null")


@posix
@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_the_statement_and_says_what_is_kept(workspace: Workspace, sent: signal.Signals) -> None:
    workspace.chain(A, SLEEP)
    process = workspace.start("apply", "--yes")
    wait_for(process, lambda: workspace.value(SLEEPS))
    process.send_signal(sent)
    done = workspace.finish(process)
    assert done.returncode == 128 + sent
    assert "Done before it and kept: 000_migrations_table, 001_a.\n" in done.stderr
    assert "stopped: what was not finished is rolled back; `schemactl status` lists what is applied\n" in done.stderr
    with connect(workspace.admin_url) as live:
        end = time.monotonic() + PATIENCE
        while live.value(SLEEPS) or live.value(LOCKS):
            assert time.monotonic() < end
            time.sleep(0.05)
    assert workspace.applied() == ["000_migrations_table", "001_a"]
    assert workspace.value("select to_regclass('public.b') is null")


@pytest.fixture
def cache() -> Iterator[Path]:
    """A cache folder with no server in it yet, which the servers' account may enter."""
    folder = Path(tempfile.mkdtemp(prefix="schemactl-test-")).resolve()
    folder.chmod(0o755)
    yield folder
    rmtree(folder)


@posix
def test_a_terminated_diff_leaves_no_server(workspace: Workspace, cache: Path) -> None:
    def running() -> list[Path]:
        return list(cache.glob("pg*/slot*/data/postmaster.pid"))

    workspace.schema(a="create table public.a (x int);")
    process = workspace.start("diff", SCHEMACTL_CACHE_DIR=str(cache))
    wait_for(process, running)
    pid = int(running()[0].read_text().split()[0])
    process.terminate()
    done = workspace.finish(process)
    assert done.returncode == 128 + signal.SIGTERM, done.stderr
    assert running() == []
    with suppress(ProcessLookupError):
        os.kill(pid, 0)
        pytest.fail("the private server still runs")
    assert not workspace.generated.exists()
