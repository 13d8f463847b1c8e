"""Two connections to one fresh database, and migrations made from scripts."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from schemactl.adapters.database import Database, connect
from schemactl.model import Migration


@pytest.fixture
def url(new_database: Callable[[], str]) -> str:
    return new_database()


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    with connect(url) as opened:
        yield opened


@pytest.fixture
def other(url: str) -> Iterator[Database]:
    """A second session on the same database."""
    with connect(url) as opened:
        yield opened


@pytest.fixture
def migration() -> Callable[..., Migration]:
    """`migration("up", "down")`, whose UP begins in line 11 of its file and DOWN in line 21."""

    def make(up: str, down: str = "select 1;", *, version: str = "004_a", transactional: bool = True) -> Migration:
        return Migration(version, up, down, "fp:a", "fp:b", transactional=transactional, first_lines=(11, 21))

    return make
