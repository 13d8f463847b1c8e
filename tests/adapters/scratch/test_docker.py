"""A scratch server in Docker, where an engine answers and the image is there or can be pulled.

SCHEMACTL_TEST_IMAGE names another image than `postgres:17`, one that takes the same variables (`{major}` is replaced).
"""

from __future__ import annotations

import io
import json
import os
import secrets
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import docker
import pytest
from docker.errors import DockerException
from testcontainers.core.labels import LABEL_SESSION_ID, SESSION_ID

from schemactl import cli
from schemactl.adapters import scratch
from schemactl.adapters.database import connect
from schemactl.adapters.scratch import ScratchServer, cached_template, open_server, scratch_database
from schemactl.adapters.scratch import docker as adapter
from schemactl.adapters.scratch.docker import DEFAULT_IMAGE, docker_server, missing_engine
from schemactl.config import Settings
from schemactl.errors import DatabaseError, EnvironmentFailure

MAJOR = 17


@pytest.fixture
def engine() -> Iterator[Any]:
    """Docker's own client, to look at what the tool leaves there."""
    if reason := missing_engine():
        pytest.skip(reason)
    client = docker.from_env()
    yield client
    client.close()


@pytest.fixture
def in_docker(engine: Any, settings: Settings) -> Settings:
    """Settings with an image that this engine has."""
    chosen = os.environ.get("SCHEMACTL_TEST_IMAGE") or DEFAULT_IMAGE
    image = chosen.replace("{major}", str(MAJOR))
    try:
        if not engine.images.list(name=image):
            engine.images.pull(image)
    except DockerException as error:
        pytest.skip(f"no image {image} (SCHEMACTL_TEST_IMAGE names another): {str(error).splitlines()[0]}")
    return replace(settings, scratch_image=chosen)


@pytest.fixture
def image_that_runs(engine: Any, in_docker: Settings) -> Iterator[Callable[[str], Settings]]:
    """Call it with a shell command for settings whose image runs that in place of PostgreSQL."""
    with ExitStack() as removal:

        def build(command: str) -> Settings:
            entry = json.dumps(["sh", "-c", command])
            recipe = f"FROM {in_docker.scratch_image.replace('{major}', str(MAJOR))}\nENTRYPOINT {entry}\n"
            tag = f"schemactl-test-{secrets.token_hex(4)}"
            engine.images.build(fileobj=io.BytesIO(recipe.encode()), tag=tag, rm=True)
            removal.callback(engine.images.remove, tag, force=True)
            return replace(in_docker, scratch_image=tag)

        yield build


def containers(engine: Any) -> list[Any]:
    """This run's containers, running or not."""
    return list(engine.containers.list(all=True, filters={"label": f"{LABEL_SESSION_ID}={SESSION_ID}"}))


def volumes(engine: Any) -> set[str]:
    """The names of the volumes of this run's containers, all of which are there."""
    names = {mount["Name"] for container in containers(engine) for mount in container.attrs["Mounts"]}
    assert names <= all_volumes(engine)
    return names


def all_volumes(engine: Any) -> set[str]:
    return {volume.name for volume in engine.volumes.list()}


def accepts_icu(server: ScratchServer) -> bool:
    with scratch_database(server) as name, connect(server.owner_url(name)) as database:
        try:
            database.execute("create collation german (provider = icu, locale = 'de-DE')")
        except DatabaseError as error:
            assert error.sqlstate == "0A000", error
            return False
        return True


@pytest.mark.usefixtures("no_docker")
def test_a_missing_engine_is_a_reason() -> None:
    assert missing_engine().startswith("no Docker engine: ")


def test_a_container_has_a_plain_owner_and_templates_and_knows_whether_it_has_icu(in_docker: Settings) -> None:
    with docker_server(in_docker, MAJOR, "postgres") as server:
        assert server.major == MAJOR
        assert server.has_icu == accepts_icu(server)
        template = cached_template(server, "key", lambda _: None)
        with scratch_database(server, template) as name, connect(server.owner_url(name)) as database:
            database.execute("create table t (a int)")
            with pytest.raises(DatabaseError) as caught:
                database.execute("copy (select 1) to program 'cat'")
    assert caught.value.sqlstate == "42501"


def test_a_container_listens_on_loopback_alone_and_leaves_nothing(engine: Any, in_docker: Settings) -> None:
    with docker_server(in_docker, MAJOR, "postgres"):
        (container,) = containers(engine)
        held = volumes(engine)
        published = [address for ports in container.ports.values() for address in ports or ()]
        assert {address["HostIp"] for address in published} == {"127.0.0.1"}
    assert not containers(engine)
    assert held.isdisjoint(all_volumes(engine))


def test_a_container_goes_when_the_block_raises(engine: Any, in_docker: Settings) -> None:
    with pytest.raises(ZeroDivisionError), docker_server(in_docker, MAJOR, "postgres"):
        assert containers(engine)
        held = volumes(engine)
        raise ZeroDivisionError
    assert not containers(engine)
    assert held.isdisjoint(all_volumes(engine))


def test_a_container_that_somebody_removed_is_no_error_at_the_end(engine: Any, in_docker: Settings) -> None:
    with docker_server(in_docker, MAJOR, "postgres"):
        containers(engine)[0].remove(force=True, v=True)
    assert not containers(engine)


@pytest.mark.usefixtures("engine")
def test_an_image_that_does_not_exist_is_named(settings: Settings) -> None:
    wrong = replace(settings, scratch_image="schemactl.invalid/nothing:{major}")
    with pytest.raises(EnvironmentFailure, match=r"schemactl\.invalid/nothing:17"), docker_server(wrong, MAJOR, "postgres"):
        pass


@pytest.mark.parametrize("wait", [0, 2])
def test_a_container_that_stops_is_refused_with_what_it_said(engine: Any, image_that_runs: Callable[[str], Settings], wait: int) -> None:
    broken = image_that_runs(f'sleep {wait}; echo "no room for $POSTGRES_PASSWORD"; exit 3')
    with (
        pytest.raises(EnvironmentFailure, match=r"schemactl-test-\w+ starts.* exited: no room for \*\*\*"),
        docker_server(broken, MAJOR, "o"),
    ):
        pass
    assert not containers(engine)


def test_a_container_that_never_answers_is_refused_and_removed(
    engine: Any, image_that_runs: Callable[[str], Settings], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(adapter, "START_SECONDS", 1.0)
    silent = image_that_runs("echo nothing to do; exec sleep 600")
    with pytest.raises(EnvironmentFailure, match=r"does not answer within 1 s.*nothing to do"), docker_server(silent, MAJOR, "o"):
        pass
    assert not containers(engine)


@pytest.fixture
def no_local_server(server: ScratchServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """From here on no wheel and no installation is seen as a server; pg_dump stays, which Docker does not replace."""
    monkeypatch.setattr(scratch, "found", lambda: ())


@pytest.mark.usefixtures("no_local_server")
def test_docker_is_chosen_where_no_local_server_fits(in_docker: Settings) -> None:
    with open_server(in_docker, major=MAJOR) as server:
        assert server.description.endswith(f" in Docker ({in_docker.scratch_image.replace('{major}', str(MAJOR))})")


@pytest.mark.usefixtures("no_local_server")
def test_diff_proves_a_migration_in_docker(
    engine: Any,
    server: ScratchServer,
    in_docker: Settings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    if server.major != MAJOR:
        pytest.skip(f"live is PostgreSQL {server.major}, the image {MAJOR}")
    (tmp_path / "schemactl.toml").write_text(f'[scratch]\nimage = "{in_docker.scratch_image}"\n')
    (tmp_path / "schema").mkdir()
    (tmp_path / "schema" / "orders.sql").write_text("create table orders (id int primary key, notes text);\n")
    monkeypatch.chdir(tmp_path)
    with scratch_database(server) as live:
        monkeypatch.setattr(sys, "argv", ["schemactl", "diff", "first", "--db", server.owner_url(live)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
    said = capfd.readouterr()
    assert ended.value.code == 0, said.err
    assert "in Docker (" in said.out + said.err
    written = "".join(path.read_text() for path in sorted((tmp_path / "generated_migrations").glob("*_first.sql")))
    assert "create table public.orders" in written.lower()
    assert "-- proved: " in written
    assert not containers(engine)
