"""One private PostgreSQL for the session, and databases on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from schemactl import config
from schemactl.adapters.scratch import ScratchServer, open_server, scratch_database
from workspace import Workspace


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--pg-major", type=int, default=17, help="major version of the PostgreSQL that the tests run on")
    parser.addoption("--update-migrations", action="store_true", help="write generated_migrations/ anew")
    parser.addoption("--next-migration", default="", metavar="NAME", help="add to generated_migrations/ what schema/ says beyond it")
    parser.addoption("--pairs", type=int, default=0, help="how many random pairs of schemas to try, instead of the few of every run")
    parser.addoption("--pairs-seed", type=int, default=3, help="where the random pairs begin")
    parser.addoption("--pairs-into", help="a folder to keep the pairs in that failed, in the form of case folders")


@pytest.fixture(scope="session")
def server(request: pytest.FixtureRequest) -> Iterator[ScratchServer]:
    """An open scratch server; `owner_url` connects as the plain role `postgres`."""
    with open_server(config.load(Path(__file__).parent), major=request.config.getoption("--pg-major")) as opened:
        yield opened


@pytest.fixture
def new_database(server: ScratchServer) -> Iterator[Callable[[], str]]:
    """Call it for the URL of a fresh empty database that belongs to the superuser login it names; dropped after the test."""
    with ExitStack() as databases:
        yield lambda: server.url(databases.enter_context(scratch_database(server, owner=server.admin)))


@pytest.fixture
def workspace(server: ScratchServer, tmp_path: Path) -> Iterator[Workspace]:
    """A project in a folder of its own, with an empty live database that belongs to a plain role."""
    (tmp_path / "schemactl.toml").write_text('platform = "plain"\n')
    with scratch_database(server) as name:
        yield Workspace(tmp_path, server, name)
