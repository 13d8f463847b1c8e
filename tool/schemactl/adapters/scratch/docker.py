"""A scratch server in a container, through testcontainers: loopback port, random password, gone with the run."""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
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
LOOPBACK = "127.0.0.1"


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
        EnvironmentFailure: the image cannot be had, its server does not come up, or the container cannot be removed.
    """
    image = (settings.scratch_image or DEFAULT_IMAGE).replace("{major}", str(major))
    # Supabase's image is set up by its own scripts, which know their superuser by this name
    admin = "supabase_admin" if "supabase" in image else ADMIN
    password = secrets.token_urlsafe(24)
    with _container(image, admin, password) as container:
        server = _described(container, image, admin, password, owner)
        prepare(server)
        yield server


@contextmanager
def _container(image: str, admin: str, password: str) -> Iterator[Any]:
    """A started container, removed at the end of the block."""
    from testcontainers.core.container import DockerContainer

    env = {"POSTGRES_USER": admin, "POSTGRES_PASSWORD": password, "POSTGRES_DB": "postgres", "POSTGRES_INITDB_ARGS": "-E UTF8"}
    with _refusals(f"the Docker image {image} does not start"):
        container: Any = DockerContainer(image, env=env)
    container.ports[PORT] = (LOOPBACK, None)
    try:
        with _refusals(f"the Docker image {image} does not start"):
            container.start()
        yield container
    except BaseException as error:
        _remove_after(error, container)
        raise
    _remove(container)


def _remove(container: Any) -> None:
    """Removes the container and its volume; one that somebody removed before is no error."""
    from docker.errors import NotFound

    with _refusals(f"the container of {container.image} cannot be removed"), suppress(NotFound):
        container.stop()


def _remove_after(error: BaseException, container: Any) -> None:
    """Removes the container while an error is on its way, which stays the one that is reported."""
    try:
        _remove(container)
    except EnvironmentFailure as second:
        error.add_note(str(second))


@contextmanager
def _refusals(what: str) -> Iterator[None]:
    """Turns what Docker, the way to it and testcontainers (RuntimeError) refuse in the block into an `EnvironmentFailure`."""
    from docker.errors import DockerException

    try:
        yield
    except (DockerException, OSError, RuntimeError) as error:
        raise EnvironmentFailure(f"{what}: {_first_line(error)}", hint=_next_step(str(error))) from None


def _next_step(message: str) -> str:
    if "ryuk" in message:
        return "Pull the image by hand that testcontainers cleans up with, or set TESTCONTAINERS_RYUK_DISABLED=true to do without it."
    return "Check that Docker is up and `image` in the settings table `scratch`, or pull it by hand."


def _described(container: Any, image: str, admin: str, password: str, owner: str) -> OpenServer:
    parts, version, icu = _first_answer(container, image, admin, password)
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


def _first_answer(container: Any, image: str, admin: str, password: str) -> tuple[dict[str, str], str, bool]:
    """How to connect, the version and whether ICU is there, as soon as the server answers over TCP, which it does once it is set up."""
    end = time.monotonic() + START_SECONDS
    while True:
        parts = {"host": LOOPBACK, "port": _port(container, image, password)}
        try:
            with connect(url_of(parts, admin, password, "postgres")) as database:
                return parts, version_text(database.server_version), has_icu(database)
        except ConnectionFailure as error:
            if time.monotonic() > end:
                raise EnvironmentFailure(
                    f"the PostgreSQL in Docker ({image}) does not answer within {START_SECONDS:.0f} s: {_first_line(error)}"
                    f" (the container's last words: {_last_words(container, password)})",
                    hint=f"Check that the image is one of PostgreSQL and that Docker publishes ports on {LOOPBACK} of this machine.",
                ) from None
        time.sleep(0.2)


def _port(container: Any, image: str, password: str) -> str:
    """The port of this machine that leads to the server; a container that has stopped is refused at once, with what it said."""
    with _refusals(f"the container of {image} is gone"):
        container.reload()
    published = container.get_wrapped_container().ports.get(PORT)
    if container.status != "running" or not published:
        raise EnvironmentFailure(
            f"the Docker image {image} starts, but its container is {container.status}: {_last_words(container, password)}",
            hint="Check `image` in the settings table `scratch`: it takes the variables of the official `postgres` image.",
        )
    return str(published[0]["HostPort"])


def _last_words(container: Any, password: str) -> str:
    """The last line of the container's log, without the password."""
    with _refusals("its log cannot be read"):
        log = container.get_wrapped_container().logs(tail=1).decode(errors="replace").strip()
    return str(log).replace(password, "***") or "it said nothing"


def _first_line(error: BaseException) -> str:
    return str(error).strip().split("\n", 1)[0]
