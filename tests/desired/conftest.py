"""A schema folder from a mapping, and a scratch database as the plain role sees it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from schemactl.adapters.database import Database, connect
from schemactl.adapters.scratch import ScratchServer, scratch_database

Folder = Callable[..., Path]


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """`folder(a="…", parts__b="…")` writes `schema/a.sql` and `schema/parts/b.sql`, and is the path of `schema`."""

    def write(**files: str) -> Path:
        schema = tmp_path / "schema"
        schema.mkdir(exist_ok=True)
        for name, text in files.items():
            path = schema / (name.replace("__", "/") + ".sql")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return schema

    return write


@pytest.fixture
def database(server: ScratchServer) -> Iterator[Database]:
    """A fresh database of the plain role's, connected as that role."""
    with scratch_database(server) as name, connect(server.owner_url(name)) as opened:
        yield opened


@pytest.fixture
def admin(server: ScratchServer, database: Database) -> Iterator[Database]:
    """The same database, connected as the superuser."""
    with connect(server.url(database.name)) as opened:
        yield opened
