"""A scratch server in a container, through testcontainers: loopback port, random password, gone with the run."""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from ...config import Settings
from ...errors import ConnectionFailure, EnvironmentFailure
from ..database import connect
from .given import has_icu, version_text
from .roles import prepare
from .server import ADMIN, OpenServer, url_of

DEFAULT_IMAGE = "postgres:{major}"
START_SECONDS = 90.0
PORT = "5432/tcp"


def missing_engine() -> str:
    """Why Docker cannot be used here; empty where an engine answers."""
    from docker.errors import DockerException
    from testcontainers.core.docker_client import DockerClient

    try:
        client = DockerClient(timeout=5).client
        client.ping()
    except DockerException as error:
        return f"no Docker engine: {_first_line(error)}"
    client.close()
    return ""


@contextmanager
def docker_server(settings: Settings, major: int, owner: str) -> Iterator[OpenServer]:
    """A server from `settings.scratch_image`, with `owner` as a plain login role; the container is removed at the end of the block.

    Raises:
        EnvironmentFailure: the image cannot be had or its server does not come up.
    """
    image = (settings.scratch_image or DEFAULT_IMAGE).replace("{major}", str(major))
    # Supabase's image is set up by its own scripts, which know their superuser by this name
    admin = "supabase_admin" if "supabase" in image else ADMIN
    password = secrets.token_urlsafe(24)
    with _container(image, admin, password) as port:
        server = _described({"host": "127.0.0.1", "port": port}, image, admin, password, owner)
        prepare(server)
        yield server


@contextmanager
def _container(image: str, admin: str, password: str) -> Iterator[str]:
    """The host's port of a running container."""
    from docker.errors import DockerException
    from testcontainers.core.container import DockerContainer

    env = {"POSTGRES_USER": admin, "POSTGRES_PASSWORD": password, "POSTGRES_DB": "postgres", "POSTGRES_INITDB_ARGS": "-E UTF8"}
    with ExitStack() as removal:
        try:
            container: Any = DockerContainer(image, env=env)
            removal.callback(container.stop)
            container.ports[PORT] = ("127.0.0.1", None)
            container.start()
            port = str(container.get_exposed_port(5432))
        except (DockerException, OSError) as error:
            raise EnvironmentFailure(
                f"the Docker image {image} does not start: {_first_line(error)}",
                hint="Check `image` in the settings table `scratch`, or pull it by hand.",
            ) from None
        yield port


def _described(parts: dict[str, str], image: str, admin: str, password: str, owner: str) -> OpenServer:
    version, icu = _first_answer(parts, admin, password)
    return OpenServer(
        description=f"PostgreSQL {version} in Docker ({image})",
        version=version,
        has_icu=icu,
        parts=parts,
        admin=admin,
        admin_password=password,
        owner=owner,
        owner_password=secrets.token_urlsafe(24),
    )


def _first_answer(parts: dict[str, str], admin: str, password: str) -> tuple[str, bool]:
    """The version and whether ICU is there, as soon as the server answers over TCP, which it does once it is set up."""
    end = time.monotonic() + START_SECONDS
    while True:
        try:
            with connect(url_of(parts, admin, password, "postgres")) as database:
                return version_text(database.server_version), has_icu(database)
        except ConnectionFailure as error:
            if time.monotonic() > end:
                raise EnvironmentFailure(
                    f"the PostgreSQL in Docker does not answer within {START_SECONDS:.0f} s: {error}",
                    hint="Look at the container's log, and whether Docker publishes ports on 127.0.0.1 of this machine.",
                ) from None
        time.sleep(0.2)


def _first_line(error: BaseException) -> str:
    return str(error).strip().split("\n", 1)[0]
