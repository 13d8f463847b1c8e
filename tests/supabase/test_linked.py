"""Projects that Supabase's own command line knows: which database `--db linked` and `--db local` are, and who is asked for the password."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from schemactl.adapters.database import connection_parts, with_parts
from schemactl.config import Settings, load
from schemactl.errors import Refused, UsageError
from schemactl.pipeline.connection import live_url, side, wants_password
from workspace import Workspace

REFERENCE = "abcdefghijklmnopqrst"
POOLER = f"postgresql://postgres.{REFERENCE}:[YOUR-PASSWORD]@aws-0-eu-central-1.pooler.supabase.com:6543/postgres"
PASSWORD = "p@ss/word"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("PGPASSWORD", "PGSSLMODE", "SCHEMACTL_DATABASE_URL", "SUPABASE_DB_URL", "DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "supabase" / ".temp").mkdir(parents=True)
    return tmp_path


def _link(folder: Path, pooler: str = "", reference: str = REFERENCE) -> Settings:
    (folder / "supabase" / ".temp" / "project-ref").write_text(f"{reference}\n")
    if pooler:
        (folder / "supabase" / ".temp" / "pooler-url").write_text(pooler)
    return load(folder, {"SUPABASE_DB_PASSWORD": PASSWORD})


@pytest.mark.parametrize(
    ("pooler", "user", "host"),
    [
        ("", "postgres", f"db.{REFERENCE}.supabase.co"),
        (POOLER, f"postgres.{REFERENCE}", "aws-0-eu-central-1.pooler.supabase.com"),
        (POOLER.replace(":[YOUR-PASSWORD]", ""), f"postgres.{REFERENCE}", "aws-0-eu-central-1.pooler.supabase.com"),
    ],
)
def test_a_linked_folder_needs_no_connection_string(folder: Path, pooler: str, user: str, host: str) -> None:
    parts = connection_parts(live_url(_link(folder, pooler)))
    assert (parts["user"], parts["host"], parts["port"], parts["dbname"]) == (user, host, "5432", "postgres")
    assert (parts["password"], parts["sslmode"]) == (PASSWORD, "verify-full")


def test_what_is_named_goes_before_the_link(folder: Path) -> None:
    settings = replace(_link(folder), live_url="postgresql://localhost/mine")
    assert live_url(settings) == "postgresql://localhost/mine"
    assert connection_parts(live_url(replace(settings, live_url="linked")))["host"] == f"db.{REFERENCE}.supabase.co"
    # the other database has no business with the project's password
    assert PASSWORD not in live_url(settings)


def test_the_settings_do_not_show_the_password(folder: Path) -> None:
    assert PASSWORD not in repr(_link(folder))


@pytest.mark.parametrize("holds", ["nonsense://", "postgresql://:6543/postgres"])
def test_a_link_that_holds_something_else(folder: Path, holds: str) -> None:
    with pytest.raises(UsageError):
        live_url(_link(folder, holds))
    with pytest.raises(UsageError, match="no project reference"):
        live_url(_link(folder, reference="a/b"))


def test_linked_where_nothing_is(folder: Path) -> None:
    with pytest.raises(UsageError, match="no live database is named"):
        live_url(load(folder, {}))
    with pytest.raises(UsageError, match="linked to no Supabase project"):
        live_url(load(folder, {}, database="linked"))


def test_the_local_project(folder: Path) -> None:
    settings = load(folder, {}, database="local")
    with pytest.raises(UsageError, match=r"no supabase/config\.toml"):
        live_url(settings)
    (folder / "supabase" / "config.toml").write_text('project_id = "shop"\n')
    assert live_url(settings) == "postgresql://postgres:postgres@127.0.0.1:54322/postgres"
    (folder / "supabase" / "config.toml").write_text("[db]\nport = 6000\n")
    assert side("local", settings) == "postgresql://postgres:postgres@127.0.0.1:6000/postgres"
    (folder / "supabase" / "config.toml").write_text("[db\n")
    with pytest.raises(UsageError, match="cannot be read"):
        live_url(settings)


def test_a_transaction_pooler_is_refused_whoever_names_it(folder: Path) -> None:
    (folder / "supabase" / "config.toml").write_text("[db]\nport = 6543\n")
    with pytest.raises(Refused, match="6543"):
        live_url(load(folder, {}, database="local"))


def test_a_password_is_asked_for_where_live_wants_one(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PGPASSWORD", "PGPASSFILE"):
        monkeypatch.delenv(name, raising=False)
    parts = connection_parts(workspace.url)
    password = parts.pop("password")
    bare = with_parts("", **parts)
    assert wants_password(replace(workspace.settings, live_url=bare))
    assert not wants_password(replace(workspace.settings, live_url=workspace.url))
    monkeypatch.setenv("PGPASSWORD", password)
    assert not wants_password(replace(workspace.settings, live_url=bare))
    monkeypatch.delenv("PGPASSWORD")
    shown = _at_a_terminal(workspace.folder, bare, password)
    assert "Password for " in shown
    assert "has seen no migration yet" in shown
    assert password not in shown


def _at_a_terminal(folder: Path, url: str, answer: str) -> str:
    """What `schemactl status` shows to a person who types the answer."""
    terminal, other_end = pty.openpty()
    command = [sys.executable, "-m", "schemactl", "status", "--db", url]
    # a session of its own: the question goes to the terminal that we hold, not to the one that the tests run at
    child = subprocess.Popen(command, cwd=folder, stdin=other_end, stdout=other_end, stderr=other_end, start_new_session=True)
    os.close(other_end)
    shown, answered = b"", False
    try:
        while piece := os.read(terminal, 1024):
            shown += piece
            # the space comes once echo is off; what is typed before that is thrown away
            if shown.endswith(b": ") and not answered:
                answered = bool(os.write(terminal, f"{answer}\n".encode()))
    except OSError:
        pass  # how Linux says that the other side is gone
    finally:
        os.close(terminal)
        child.wait()
    return shown.decode()
