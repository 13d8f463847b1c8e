"""A private server: a cluster in the cache folder that this run starts, has for itself, and stops."""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
import socket
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from ...config import Settings
from ...errors import EnvironmentFailure
from ..binaries import Binaries
from .account import Account, account, cache_folder, identity, readable, usable
from .postmaster import end_orphan, init_cluster, recorded_pid, start, stop
from .roles import prepare
from .server import ADMIN, OpenServer
from .slots import Slot, first_free, private_file

PORT = "5432"
SOCKET_LIMIT = 100
"""Bytes that a socket's path may have everywhere (sun_path has 104 on macOS, 108 on Linux)."""


@contextmanager
def private_server(settings: Settings, binaries: Binaries, owner: str) -> Iterator[OpenServer]:
    """A running server of these binaries, with `owner` as a plain login role; stopped at the end of the block.

    Raises:
        EnvironmentFailure: the cache folder is not usable, or the server does not start.
    """
    who = account(settings)
    cache = cache_folder(settings, who)
    programs = readable(binaries, who, cache)
    clusters = cache / f"pg{binaries.major}-{identity(binaries, who)}"
    with usable(clusters):
        who.folder(clusters)
    with first_free(clusters) as slot, _running(programs, who, slot) as parts:
        server = OpenServer(
            description=f"private PostgreSQL {binaries.version} ({binaries.source})",
            version=binaries.version,
            has_icu=binaries.has_icu,
            parts=parts,
            admin=ADMIN,
            admin_password=slot.password_file.read_text(),
            owner=owner,
            owner_password=secrets.token_urlsafe(24),
            persistent=True,
        )
        prepare(server)
        yield server


@contextmanager
def _running(binaries: Binaries, who: Account, slot: Slot) -> Iterator[Mapping[str, str]]:
    """The slot's server, and libpq's parts to reach it; a kept cluster that does not start is made anew once."""
    with usable(slot.folder):
        _recover(binaries, slot)
        kept = slot.folder.exists()
        _complete(binaries, who, slot)
        parts = _address(slot, who)
        try:
            process = start(binaries, who, slot.data, slot.log, _listening(parts))
        except EnvironmentFailure:
            if not kept:
                raise
            shutil.rmtree(slot.folder)
            _complete(binaries, who, slot)
            process = start(binaries, who, slot.data, slot.log, _listening(parts := _address(slot, who)))
    try:
        yield parts
    finally:
        stop(binaries, process)


def _recover(binaries: Binaries, slot: Slot) -> None:
    """Leaves the slot with a cluster that was stopped cleanly, or with none: without fsync only a clean stop vouches for the data."""
    if slot.folder.exists():
        end_orphan(binaries, slot.data)
        if recorded_pid(slot.data) is not None or not slot.password_file.is_file():
            shutil.rmtree(slot.folder)


def _complete(binaries: Binaries, who: Account, slot: Slot) -> None:
    """Makes the slot's cluster where there is none: whole under another name first, so that a killed run leaves no half of one."""
    if slot.folder.exists():
        return
    partial = Slot(slot.folder.with_name(slot.folder.name + ".new"))
    shutil.rmtree(partial.folder, ignore_errors=True)
    try:
        who.folder(partial.folder)
        password = secrets.token_urlsafe(24)
        init_cluster(binaries, who, partial.data, password)
        with private_file(partial.password_file) as file:
            file.write(password)
        partial.folder.rename(slot.folder)
    except BaseException:
        shutil.rmtree(partial.folder, ignore_errors=True)
        raise


def _address(slot: Slot, who: Account) -> dict[str, str]:
    """Where the server is to listen: a socket in a folder that only its account may enter; loopback on Windows."""
    if sys.platform == "win32":
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            return {"host": "127.0.0.1", "port": str(free.getsockname()[1])}
    uid = os.geteuid() if who.uid is None else who.uid
    folder = slot.socket
    if len(os.fsencode(folder / f".s.PGSQL.{PORT}")) > SOCKET_LIMIT:
        name = hashlib.sha256(os.fsencode(slot.folder)).hexdigest()[:16]
        folder = Path(tempfile.gettempdir()).resolve() / f"schemactl-{uid}-{name}"
    _own_folder(folder, who, uid)
    return {"host": str(folder), "port": PORT}


def _own_folder(folder: Path, who: Account, uid: int) -> None:
    """Makes the socket's folder; one that lies in a shared folder and is not ours may be somebody's trap."""
    try:
        folder.mkdir(mode=0o700)
        who.own(folder)
    except FileExistsError:
        status = folder.lstat()
        if folder.is_symlink() or status.st_uid != uid or status.st_mode & 0o077:
            raise EnvironmentFailure(
                f"the folder {folder} for the private server's socket belongs to somebody else or is open to others",
                hint="Remove it, or set TMPDIR to a folder of your own.",
            ) from None


def _listening(parts: Mapping[str, str]) -> dict[str, str]:
    if sys.platform == "win32":
        return {"listen_addresses": parts["host"], "port": parts["port"]}
    # the server reads a list here: a comma or a space in the path needs the quotes
    folder = parts["host"].replace('"', '""')
    return {"listen_addresses": "", "port": parts["port"], "unix_socket_directories": f'"{folder}"', "unix_socket_permissions": "0700"}
