"""The private server under bad weather: killed runs, stale files, unusable folders, two runs at once, other accounts."""

from __future__ import annotations

import json
import multiprocessing
import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest

from schemactl.adapters.binaries import Binaries, found
from schemactl.adapters.database import connect
from schemactl.adapters.scratch import open_server, scratch_database
from schemactl.adapters.scratch.postmaster import recorded_pid, runs_on
from schemactl.adapters.scratch.private import private_server
from schemactl.adapters.scratch.server import ScratchServer
from schemactl.config import Settings
from schemactl.errors import ConnectionFailure, EnvironmentFailure

HOLD = """
import sys
from pathlib import Path
from schemactl.adapters.scratch import open_server
from schemactl.adapters.database import connect
from schemactl.config import Settings
with open_server(Settings(root=Path.cwd(), cache_dir=sys.argv[1]), major=17) as server:
    with connect(server.url()) as database:
        database.execute("create role left_by_a_run")
        database.execute("create database schemactl_leftover")
        print(database.value("show data_directory"), flush=True)
    sys.stdin.read()
"""

is_root = os.name == "posix" and os.geteuid() == 0
as_root = pytest.mark.skipif(not is_root, reason="needs root: another account or a mount")


@pytest.fixture
def wheel() -> Binaries:
    return next(b for b in found() if b.major == 17)


def data_of(server: ScratchServer) -> Path:
    with connect(server.url()) as database:
        return Path(database.value("show data_directory"))


@contextmanager
def another_run(cache: Path) -> Iterator[tuple[subprocess.Popen[str], Path]]:
    """A process that holds a server, and its data folder."""
    with subprocess.Popen([sys.executable, "-c", HOLD, str(cache)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        try:
            yield child, Path(child.stdout.readline().strip())
        finally:
            child.kill()


def test_nothing_runs_and_nothing_is_recorded_after_the_block(settings: Settings) -> None:
    with open_server(settings, major=17) as server:
        data = data_of(server)
        pid = recorded_pid(data)
        assert pid and runs_on(pid, data)
    assert recorded_pid(data) is None
    assert not runs_on(pid, data)


def test_the_server_stops_when_the_block_raises(settings: Settings) -> None:
    with pytest.raises(ZeroDivisionError), open_server(settings, major=17) as server:
        data = data_of(server)
        raise ZeroDivisionError
    assert recorded_pid(data) is None


def test_two_runs_at_once_have_two_servers_and_share_no_roles(cache: Path, settings: Settings) -> None:
    with another_run(cache) as (_, theirs), open_server(settings, major=17) as server:
        ours = data_of(server)
        with connect(server.url()) as database:
            assert not database.rows("select from pg_roles where rolname = 'left_by_a_run'")
    assert {ours.parent.name, theirs.parent.name} == {"slot0", "slot1"}


def test_a_killed_run_leaves_nothing_to_the_next(cache: Path, settings: Settings) -> None:
    with another_run(cache) as (child, data):
        orphan = recorded_pid(data)
        child.send_signal(signal.SIGKILL)
        child.wait()
    assert orphan and runs_on(orphan, data)
    with open_server(settings, major=17) as server, connect(server.url()) as database:
        assert data_of(server) == data
        assert recorded_pid(data) != orphan
        assert not runs_on(orphan, data)
        assert not database.rows("select from pg_database where datname = 'schemactl_leftover'")
        assert not database.rows("select from pg_roles where rolname = 'left_by_a_run'")


def test_a_stale_pid_file_with_the_number_of_somebody_else_harms_nobody(settings: Settings) -> None:
    with open_server(settings, major=17) as server:
        data = data_of(server)
    with subprocess.Popen([sys.executable, "-c", "import sys; sys.stdin.read()"], stdin=subprocess.PIPE) as bystander:
        (data / "postmaster.pid").write_text(f"{bystander.pid}\n{data}\n")
        with open_server(settings, major=17) as server:
            assert data_of(server) == data
        assert bystander.poll() is None
        bystander.kill()


def test_a_damaged_cluster_is_made_anew(settings: Settings) -> None:
    with open_server(settings, major=17) as server:
        data = data_of(server)
    (data / "global" / "pg_control").unlink()
    with open_server(settings, major=17) as server:
        assert data_of(server) == data


def test_half_a_cluster_is_not_taken_for_one(settings: Settings) -> None:
    with open_server(settings, major=17) as server:
        folder = data_of(server).parent
    folder.rename(folder.with_name(f"{folder.name}.new"))
    with open_server(settings, major=17) as server:
        assert data_of(server).parent == folder
    assert not folder.with_name(f"{folder.name}.new").exists()


def test_a_login_without_the_password_is_refused(settings: Settings) -> None:
    with open_server(settings, major=17) as server:
        host = data_of(server).parent / "socket"
        with pytest.raises(ConnectionFailure, match="password"):
            connect(f"postgresql://schemactl_admin:wrong@/postgres?host={host}")


def test_what_holds_a_password_is_closed_to_others(settings: Settings) -> None:
    with open_server(settings, major=17) as server:
        folder = data_of(server).parent
        modes = {name: stat.S_IMODE((folder / name).stat().st_mode) for name in ("password", "log", "data", "socket")}
    assert modes == {"password": 0o600, "log": 0o600, "data": 0o700, "socket": 0o700}


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="needs /proc")
def test_the_server_process_sees_no_connection_string_of_ours(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCHEMACTL_DATABASE_URL", "postgresql://someone:secret@live.invalid/db")
    with open_server(settings, major=17) as server:
        pid = recorded_pid(data_of(server))
        assert b"secret" not in Path(f"/proc/{pid}/environ").read_bytes()


def test_a_cache_path_too_long_for_a_socket_works(cache: Path, settings: Settings) -> None:
    deep = cache / ("x" * 120)
    with open_server(replace(settings, cache_dir=str(deep)), major=17) as server:
        assert data_of(server).is_relative_to(deep)
        with connect(server.url()) as database:
            folder = Path(database.value("show unix_socket_directories").strip('"'))
    shutil.rmtree(deep)
    folder.rmdir()


def test_a_file_in_place_of_the_cache_folder_is_named(tmp_path: Path) -> None:
    place = tmp_path / "cache"
    place.write_text("")
    with pytest.raises(EnvironmentFailure, match="File exists") as caught, open_server(settings_at(place), major=17):
        pass
    assert str(place) in str(caught.value)
    assert "SCHEMACTL_CACHE_DIR" in caught.value.hint


@as_root
def test_a_cache_folder_that_the_servers_account_cannot_enter_is_named(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    with pytest.raises(EnvironmentFailure, match="cannot be entered by the user") as caught, open_server(settings_at(closed), major=17):
        pass
    assert "SCHEMACTL_CACHE_DIR" in caught.value.hint


@as_root
def test_a_narrow_umask_does_not_lock_the_servers_account_out(cache: Path) -> None:
    narrow, before = cache / "narrow", os.umask(0o077)
    try:
        with open_server(settings_at(narrow), major=17) as server:
            assert data_of(server).is_relative_to(narrow)
    finally:
        os.umask(before)


@as_root
@pytest.mark.parametrize(("options", "reason"), [("size=8m", "No space left on device"), ("ro", "Read-only file system")])
def test_a_full_or_read_only_cache_folder_is_named(options: str, reason: str) -> None:
    with mounted(options) as place, pytest.raises(EnvironmentFailure, match=reason) as caught, open_server(settings_at(place), major=17):
        pass
    assert str(place) in str(caught.value)
    assert "SCHEMACTL_CACHE_DIR" in caught.value.hint


@as_root
def test_the_server_of_root_runs_as_another_account_from_a_copy_that_it_can_read(cache: Path, settings: Settings, wheel: Binaries) -> None:
    closed = Path(tempfile.mkdtemp())  # 0700
    shutil.copytree(wheel.bin_dir.parent, closed / "pg", symlinks=True)
    hidden = replace(wheel, bin_dir=closed / "pg" / "bin", source="a closed folder")
    with private_server(replace(settings, scratch_user="nobody"), hidden, "postgres") as server:
        pid = recorded_pid(data_of(server))
        assert Path(f"/proc/{pid}/exe").resolve().is_relative_to(cache)
        assert Path(f"/proc/{pid}").stat().st_uid != 0
    shutil.rmtree(closed)


@as_root
def test_an_unknown_account_is_refused(settings: Settings) -> None:
    chosen = replace(settings, scratch_user="no-such-user")
    with pytest.raises(EnvironmentFailure, match="no-such-user"), open_server(chosen, major=17):
        pass


@as_root
def test_an_ordinary_user_runs_a_server_of_their_own() -> None:
    here, there = multiprocessing.Pipe()
    place = Path(tempfile.mkdtemp(prefix="schemactl-test-"))
    os.chown(place, 65534, 65534)
    child = multiprocessing.get_context("fork").Process(target=_as_nobody, args=(there, place))
    child.start()
    there.close()
    answer = json.loads(here.recv())
    child.join(60)
    assert answer == {"uid": 65534, "server": 65534, "user": "postgres"}
    shutil.rmtree(place)


def _as_nobody(answer: Connection, place: Path) -> None:
    """In a forked process, since the interpreter's own files may be closed to the other user: all modules are loaded already."""
    import sqlbag  # noqa: F401

    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
    with open_server(settings_at(place / "cache"), major=17) as server, scratch_database(server) as name:
        with connect(server.owner_url(name)) as database:
            user = database.user
        seen: dict[str, Any] = {"uid": os.getuid(), "server": data_of(server).stat().st_uid, "user": user}
    answer.send(json.dumps(seen))


def settings_at(place: Path) -> Settings:
    return Settings(root=place.parent, cache_dir=str(place))


@contextmanager
def mounted(options: str) -> Iterator[Path]:
    place = Path(tempfile.mkdtemp(prefix="schemactl-test-"))
    command = ["mount", "-t", "tmpfs", "-o", f"{options},mode=755", "tmpfs", str(place)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        place.rmdir()
        pytest.skip(f"cannot mount a small file system here: {done.stderr.strip()}")
    try:
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)
        place.rmdir()
