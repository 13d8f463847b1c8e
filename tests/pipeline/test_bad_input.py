"""Bad input through the installed command: one paragraph, the next step, the right exit code, no password, live as it was.

`Workspace.fail` checks what is common to all: the form of the error, nothing on standard output, live unchanged. `Workspace.finish`
looks for the password and a traceback.
"""

from __future__ import annotations

import json
import socket
import sys
from collections.abc import Callable
from functools import partial

import pytest

from schemactl.adapters.database import with_parts
from schemactl.errors import ExitCode
from workspace import Step, Workspace

A = Step("a", "create table public.a (x int);", "drop table public.a;")
ON_LIVE = [("diff",), ("apply", "--yes"), ("rollback", "--yes"), ("status",), ("prove", "1")]
OTHER_MAJOR = """
import sys
from schemactl.adapters.database import Database
from schemactl.cli import main
Database.major = property(lambda _: 9)
main()
"""


@pytest.fixture
def closed_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture
def project(workspace: Workspace) -> Workspace:
    """A schema folder and migrations that fit it, nothing applied."""
    workspace.schema(a="create table public.a (x int);")
    workspace.chain(A)
    return workspace


# the connection


def test_no_live_url(project: Workspace) -> None:
    for command in ON_LIVE:
        said = project.fail(ExitCode.USAGE, *command, SCHEMACTL_DATABASE_URL="")
        assert said.startswith("error: no live database is named\nhint: Give --db postgresql://USER@HOST:5432/DATABASE")
        assert "SCHEMACTL_DATABASE_URL, SUPABASE_DB_URL, DATABASE_URL" in said


def test_a_wrong_password(project: Workspace) -> None:
    for command in ON_LIVE:
        said = project.fail(ExitCode.ENVIRONMENT, *command, "--db", with_parts(project.url, password="wr0ng-pass"))
        assert f"/{project.database}: " in said
        assert 'password authentication failed for user "postgres"' in said
        assert "hint: Check the password" in said
        assert "wr0ng-pass" not in said


def test_a_host_where_nobody_answers(project: Workspace, closed_port: int) -> None:
    for command in ON_LIVE:
        said = project.fail(ExitCode.ENVIRONMENT, *command, "--db", f"postgresql://postgres:s3cret@127.0.0.1:{closed_port}/app")
        assert f"cannot connect to postgres@127.0.0.1:{closed_port}/app: " in said
        assert "hint: Check host, port" in said
        assert "s3cret" not in said


def test_a_host_that_does_not_exist(project: Workspace) -> None:
    said = project.fail(ExitCode.ENVIRONMENT, "status", "--db", "postgresql://postgres:s3cret@db.invalid/app")
    assert "hint: Check the host name." in said
    assert "s3cret" not in said


def test_a_database_that_does_not_exist(project: Workspace) -> None:
    for command in ON_LIVE:
        said = project.fail(ExitCode.ENVIRONMENT, *command, "--db", with_parts(project.url, dbname="no_such_database"))
        assert 'database "no_such_database" does not exist' in said
        assert "hint: Check the database and user names" in said


@pytest.mark.parametrize("as_json", [False, True])
def test_a_connection_string_that_is_none_is_not_repeated(workspace: Workspace, as_json: bool) -> None:
    done = workspace.run("status", "--db", "postgresql://postgres:100%s3cret@localhost/app", *(["--json"] if as_json else []))
    assert done.returncode == ExitCode.USAGE
    assert "s3cret" not in done.stdout + done.stderr
    hint = json.loads(done.stdout)["hint"] if as_json else done.stderr.partition("\nhint: ")[2]
    assert "percent-encoded" in hint


def test_the_transaction_pooler(project: Workspace) -> None:
    pooler = "postgresql://postgres.project:s3cret@127.0.0.1:6543/postgres"
    for command in ON_LIVE:
        said = project.fail(ExitCode.REFUSED, *command, "--db", pooler)
        assert said.startswith("error: port 6543: this is a transaction pooler: each transaction may get another server session")
        assert "the lock that keeps two applies apart cannot be held" in said
        assert "hint: Use the direct connection (port 5432" in said
        assert "s3cret" not in said


# the schema folder


def test_a_syntax_error_has_file_line_and_column(project: Workspace) -> None:
    project.schema(b="create table public.b (x int);\n\ncreate tabel public.c (y int);\n")
    said = project.fail(ExitCode.REFUSED, "diff")
    assert "schema/b.sql:3:8: " in said
    assert "(SQLSTATE 42601)" in said


def test_an_empty_schema_folder(project: Workspace) -> None:
    (project.folder / "schema" / "a.sql").unlink()
    said = project.fail(ExitCode.USAGE, "diff")
    assert "schema has no .sql file" in said


def test_no_schema_folder(workspace: Workspace) -> None:
    said = workspace.fail(ExitCode.USAGE, "diff")
    assert "there is no schema folder" in said
    assert "hint: Make it and put the desired state there" in said


# the migrations folder


def test_a_foreign_file_among_the_migrations(project: Workspace) -> None:
    (project.generated / "20240101_init.sql").write_text("create table x ();")
    for command in ON_LIVE:
        said = project.fail(ExitCode.REFUSED, *command)
        assert "20240101_init.sql is no migration of ours: its first line is not `-- schemactl migration" in said
        assert "hint: Move the file out of the migrations folder." in said


def _double(project: Workspace) -> None:
    (project.generated / "001_b.sql").write_text((project.generated / "001_a.sql").read_text().replace("001_a\n", "001_b\n"))


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (_double, "two migrations have the number 001: 001_a.sql and 001_b.sql"),
        (lambda p: (p.generated / "000_migrations_table.sql").unlink(), "number 000 is missing before 001_a.sql"),
        (lambda p: p.edit("000_migrations_table", "create schema", "create  schema"), "000_migrations_table.sql is not the file that was"),
        (lambda p: p.edit("001_a", "000_migrations_table sha", "000_other sha"), "001_a.sql names 000_other as its parent"),
        (lambda p: (p.generated / "001_a.sql").write_bytes(b"\xff"), "001_a.sql is not UTF-8"),
        (lambda p: p.edit("001_a", "-- UP\n", ""), "001_a.sql:1: the file has no line `-- UP`"),
    ],
)
def test_a_broken_chain(project: Workspace, spoil: Callable[[Workspace], object], message: str) -> None:
    spoil(project)
    assert message in project.fail(ExitCode.REFUSED, "apply", "--yes")


def test_the_migrations_folder_is_a_file(workspace: Workspace) -> None:
    workspace.generated.write_text("")
    assert "is a file, where the migrations folder should be" in workspace.fail(ExitCode.REFUSED, "status")


# live


def test_live_of_a_major_version_that_no_scratch_server_has(project: Workspace) -> None:
    other = partial(project.run, "-c", OTHER_MAJOR, program=(sys.executable,), DOCKER_HOST="unix:///nonexistent/docker.sock")
    said = project.fail(ExitCode.ENVIRONMENT, "diff", run=lambda *arguments: other(*arguments))
    assert "no scratch server fits: PostgreSQL 9 is needed (" in said
    assert "another major version" in said
    assert "`--any-major`" in said


def _read_only(project: Workspace) -> None:
    project.by_hand(f"alter role postgres in database {project.database} set default_transaction_read_only = on", admin=True)


@pytest.mark.parametrize("command", ["apply", "rollback"])
def test_a_read_only_role(project: Workspace, command: str) -> None:
    if command == "rollback":
        project.ok("apply", "--yes")
    _read_only(project)
    said = project.fail(ExitCode.REFUSED, command, "--yes")
    assert "was not started: the role postgres, the database or the server is read-only" in said
    assert "hint: Connect as a role that may change the schema" in said


def test_a_read_only_role_may_look(project: Workspace) -> None:
    _read_only(project)
    assert "pending" in project.ok("status")
    assert "create table public.a" in project.ok("apply", "--dry-run")


def test_a_role_that_may_not_create(project: Workspace) -> None:
    project.by_hand(f"revoke create on database {project.database} from postgres, public", admin=True)
    project.by_hand(f"alter database {project.database} owner to {project.server.admin}", admin=True)
    said = project.fail(ExitCode.FAILED_ON_LIVE, "apply", "--yes")
    assert "000_migrations_table up, statement 1 of " in said
    assert "(SQLSTATE 42501)" in said
    assert "nothing of 000_migrations_table was kept." in said


def test_a_role_that_may_not_read_the_ledger(project: Workspace) -> None:
    project.ok("apply", "--yes")
    project.by_hand(f"alter schema schemactl owner to {project.server.admin}; revoke all on schema schemactl from postgres", admin=True)
    said = project.fail(ExitCode.REFUSED, "status")
    assert "the role postgres cannot read the ledger schemactl.schema_migrations" in said


# settings


def test_settings_that_are_none(workspace: Workspace) -> None:
    (workspace.folder / "schemactl.toml").write_text('platfrom = "plain"')
    assert "unknown key `platfrom`" in workspace.fail(ExitCode.USAGE, "status")


def test_a_lock_timeout_that_is_no_interval(project: Workspace) -> None:
    (project.folder / "schemactl.toml").write_text('platform = "plain"\nlock_timeout = "soon"\n')
    said = project.fail(ExitCode.REFUSED, "apply", "--yes")
    assert 'invalid value for parameter "lock_timeout": "soon"' in said
