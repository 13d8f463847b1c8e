"""Roles and memberships between two servers: they belong to clusters, so no case folder on one server can hold them."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from schemactl import config
from schemactl.adapters.database import connect
from schemactl.adapters.scratch import ScratchServer, open_server, scratch_database
from schemactl.adapters.sql import split
from schemactl.catalog import Scope, read
from schemactl.config import Settings
from schemactl.diff import difference
from schemactl.pipeline.diff import Request, diff

ROLES = Scope(roles=True)
START = """
create role reader;
create role old_trader login connection limit 3;
create role leaver;
grant reader to old_trader;
create table orders (id int);
grant select on orders to leaver;
alter table orders owner to old_trader;
"""
GOAL = """
create role reader noinherit;
create role old_trader createdb valid until '2030-01-01 00:00:00+00';
create role analyst bypassrls;
alter role analyst set search_path to public, pg_temp;
alter role analyst set statement_timeout to '5s';
grant reader to analyst with admin option;
create table orders (id int);
grant select on orders to analyst;
alter table orders owner to reader;
"""


@pytest.fixture
def servers(request: pytest.FixtureRequest) -> Iterator[tuple[ScratchServer, ScratchServer, ScratchServer]]:
    major = request.config.getoption("--pg-major")
    with ExitStack() as stack:
        # clusters of their own: those of other runs keep the roles that their templates need
        cache = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="schemactl-test-")))
        cache.chmod(0o755)
        settings = config.load(Path(__file__).parent, cache_dir=str(cache))
        start, goal, scratch = (stack.enter_context(open_server(settings, major=major, owner=f"plain{n}")) for n in range(3))
        # what the servers bring of their own must not differ
        for server in (start, goal, scratch):
            with connect(server.url()) as admin:
                admin.execute(f"drop role {server.owner}")
        yield start, goal, scratch


def test_roles_are_carried_over_and_back(servers: tuple[ScratchServer, ScratchServer, ScratchServer], tmp_path: Path) -> None:
    start, goal, scratch = servers
    with ExitStack() as stack:
        a, b = (s.url(stack.enter_context(scratch_database(s, owner=s.admin))) for s in (start, goal))
        here, there = stack.enter_context(connect(a)), stack.enter_context(connect(b))
        try:
            here.execute(START)
            there.execute(GOAL)
            origin = read(here, ROLES)
            proposal = diff(Settings(root=tmp_path, scratch_url=scratch.url()), Request(a, b, as_files=False), lambda _: None)
            for script, wanted in ((proposal.up, read(there, ROLES)), (proposal.down, origin)):
                for piece in split(script):
                    here.execute(piece.sql)
                assert difference(read(here, ROLES), wanted).lines() == ()
            with connect(scratch.url()) as admin:
                assert admin.rows("select rolname from pg_roles where rolname in ('reader', 'old_trader', 'leaver', 'analyst')") == []
        finally:
            for database in (here, there):
                database.execute("drop table if exists orders; drop role if exists reader, old_trader, leaver, analyst")
