"""Scratch databases are dropped whatever happens; templates are built once."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator

import pytest

from schemactl.adapters.database import connect
from schemactl.adapters.scratch import ScratchServer, cached_template, open_server, scratch_database
from schemactl.adapters.scratch.databases import KEPT_TEMPLATES
from schemactl.config import Settings
from schemactl.errors import DatabaseError


@pytest.fixture
def own(settings: Settings) -> Iterator[ScratchServer]:
    """A server whose templates nobody else counts."""
    with open_server(settings, major=17) as server:
        yield server


def databases(server: ScratchServer) -> set[str]:
    with connect(server.url()) as database:
        return {name for (name,) in database.rows("select datname from pg_database")}


def mark(server: ScratchServer, name: str) -> None:
    with connect(server.owner_url(name)) as database:
        database.execute("create table marked (a int)")


def is_marked(server: ScratchServer, template: str) -> bool:
    with scratch_database(server, template) as copy, connect(server.owner_url(copy)) as database:
        return bool(database.rows("select from pg_tables where tablename = 'marked' and tableowner = 'postgres'"))


def test_a_scratch_database_is_fresh_utf8_and_gone_after_the_block(server: ScratchServer) -> None:
    with scratch_database(server) as name:
        assert re.fullmatch("schemactl_[a-z]{10}", name)
        with connect(server.owner_url(name)) as database:
            assert database.value("show server_encoding") == "UTF8"
            assert not database.rows("select from pg_class where oid >= 16384")
    assert name not in databases(server)


def test_a_scratch_database_is_dropped_when_the_body_raises_with_connections_open(server: ScratchServer) -> None:
    with pytest.raises(ZeroDivisionError), scratch_database(server) as name:
        left_open = connect(server.owner_url(name))
        left_open.begin()
        raise ZeroDivisionError
    assert name not in databases(server)


def test_an_error_of_the_server_is_ours_and_keeps_the_password(server: ScratchServer) -> None:
    with pytest.raises(DatabaseError, match="nothing_here") as caught, scratch_database(server, "nothing_here"):
        pass
    assert caught.value.sqlstate == "3D000"
    assert server.url().split(":")[2].split("@")[0] not in repr(caught.value)


def test_a_template_is_built_once_and_copied_with_its_owners(own: ScratchServer) -> None:
    built: list[str] = []

    def build(name: str) -> None:
        built.append(name)
        mark(own, name)

    first, second = cached_template(own, "built once", build), cached_template(own, "built once", build)
    assert first == second
    assert len(built) == 1
    assert is_marked(own, first)


def test_a_template_outlives_the_run(settings: Settings) -> None:
    with open_server(settings, major=17) as server:
        name = cached_template(server, "for the next run", lambda n: mark(server, n))
    with open_server(settings, major=17) as server:
        assert cached_template(server, "for the next run", lambda _: pytest.fail("built again")) == name
        assert is_marked(server, name)


def test_a_failed_build_leaves_nothing_and_is_tried_again(own: ScratchServer) -> None:
    before = databases(own)

    def fail(name: str) -> None:
        mark(own, name)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        cached_template(own, "fails once", fail)
    assert databases(own) == before
    assert is_marked(own, cached_template(own, "fails once", lambda n: mark(own, n)))


def test_only_the_templates_used_last_stay(own: ScratchServer) -> None:
    first = cached_template(own, "number 0", lambda _: None)
    for number in range(1, KEPT_TEMPLATES):
        cached_template(own, f"number {number}", lambda _: None)
    own.built.clear()  # as a next run would see it
    assert cached_template(own, "number 0", lambda _: pytest.fail("built again")) == first
    cached_template(own, "one too many", lambda _: None)
    kept = {name for name in databases(own) if name.startswith("schemactl_t_")}
    assert len(kept) == KEPT_TEMPLATES
    assert first in kept


def test_no_warning_of_the_libraries_reaches_the_user(server: ScratchServer, settings: Settings) -> None:
    code = """
import sys
from pathlib import Path
from schemactl.adapters.scratch import open_server, scratch_database
from schemactl.config import Settings
with open_server(Settings(root=Path.cwd(), scratch_url=sys.stdin.read()), major=None) as server, scratch_database(server):
    pass
"""
    run = subprocess.run([sys.executable, "-W", "default", "-c", code], input=server.url(), capture_output=True, text=True, check=True)
    assert "arning" not in run.stderr
