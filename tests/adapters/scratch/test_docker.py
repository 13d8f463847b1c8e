"""A scratch server in Docker, where an engine answers."""

from __future__ import annotations

import pytest

from schemactl.adapters.database import connect
from schemactl.adapters.scratch import cached_template, scratch_database
from schemactl.adapters.scratch.docker import docker_server, missing_engine
from schemactl.config import Settings
from schemactl.errors import DatabaseError, EnvironmentFailure


@pytest.fixture
def engine() -> None:
    if reason := missing_engine():
        pytest.skip(reason)


@pytest.mark.usefixtures("no_docker")
def test_a_missing_engine_is_a_reason() -> None:
    assert missing_engine().startswith("no Docker engine: ")


@pytest.mark.usefixtures("engine")
def test_a_container_has_icu_a_plain_owner_and_templates(settings: Settings) -> None:
    with docker_server(settings, 17, "postgres") as server:
        assert server.major == 17
        assert server.has_icu
        template = cached_template(server, "key", lambda _: None)
        with scratch_database(server, template) as name, connect(server.owner_url(name)) as database:
            database.execute("create table t (a int)")
            with pytest.raises(DatabaseError):
                database.execute("copy (select 1) to program 'cat'")


@pytest.mark.usefixtures("engine")
def test_an_image_that_does_not_exist_is_named(settings: Settings) -> None:
    wrong = Settings(root=settings.root, scratch_image="schemactl.invalid/nothing:{major}")
    with pytest.raises(EnvironmentFailure, match=r"schemactl\.invalid/nothing:17"), docker_server(wrong, 17, "postgres"):
        pass
