"""The server process of one cluster: making the cluster, starting, stopping, and ending one that a killed run left behind."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from ...errors import EnvironmentFailure
from ..binaries import Binaries
from .account import Account, no_room
from .server import ADMIN
from .slots import private_file

START_SECONDS = 30.0
STOP_SECONDS = 20.0

# Nothing here must survive a power failure: a cluster that was not stopped cleanly is made anew.
SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "jit": "off",
    "autovacuum": "off",
    "max_connections": "40",
    "shared_buffers": "128MB",
    "max_locks_per_transaction": "1024",
    "wal_level": "logical",
    "max_wal_senders": "4",
    "logging_collector": "off",
    "log_destination": "stderr",
}


def init_cluster(binaries: Binaries, who: Account, data: Path, password: str) -> None:
    """Makes a cluster in the folder `data` with the superuser `schemactl_admin`; every login needs its password.

    Raises:
        EnvironmentFailure: initdb failed; the message has its words.
    """
    data.mkdir(mode=0o700)
    who.own(data)
    secret = data.with_name("initdb.password")
    with private_file(secret) as file:
        file.write(password)
    who.own(secret)
    try:
        for locale in ("C.UTF-8", "C"):
            done = _initdb(binaries, who, data, secret, locale)
            if not done.returncode:
                return
            if "locale" not in done.stderr:
                break
    finally:
        secret.unlink()
    raise no_room(data, f"initdb of {binaries} failed: {_short(done.stderr)}")


def _initdb(binaries: Binaries, who: Account, data: Path, secret: Path, locale: str) -> subprocess.CompletedProcess[str]:
    command = [binaries.program("initdb"), "-D", str(data), "-U", ADMIN, f"--pwfile={secret}", "-A", "scram-sha-256"]
    command += ["-E", "UTF8", f"--locale={locale}", "--no-sync"]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=data, **who.process(binaries))  # noqa: S603


def start(binaries: Binaries, who: Account, data: Path, log: Path, settings: Mapping[str, str]) -> subprocess.Popen[bytes]:
    """Starts the server and waits until it takes connections. The caller stops it.

    Raises:
        EnvironmentFailure: it did not start; the message has the end of its log.
    """
    command = [binaries.program("postgres"), "-D", str(data)]
    for name, value in {**SETTINGS, **settings}.items():
        command += ["-c", f"{name}={value}"]
    # a session of its own: Ctrl-C at the terminal is ours to handle, the server stops when we stop it
    with private_file(log) as out:
        process = subprocess.Popen(  # noqa: S603
            command, stdout=out, stderr=out, cwd=data, start_new_session=sys.platform != "win32", **who.process(binaries)
        )
    try:
        ready = _until(lambda: process.poll() is not None or _says_ready(data, process.pid), START_SECONDS)
    except BaseException:
        stop(binaries, process)
        raise
    if not ready or process.poll() is not None:
        stop(binaries, process)
        raise EnvironmentFailure(
            f"the private server {binaries} did not start: {_short(log.read_text(errors='replace'))}",
            hint=f"The server's log is {log}. Removing the folder {data.parent} makes a new server at the next run.",
        )
    return process


def stop(binaries: Binaries, process: subprocess.Popen[bytes]) -> None:
    """Stops a server that we started: fast, so that its cluster is clean; by force where that hangs."""
    for name in ("INT", "QUIT"):
        if process.poll() is not None:
            return
        _signal(binaries, process.pid, name)
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            continue
    if process.poll() is None:
        process.kill()
        process.wait()


def end_orphan(binaries: Binaries, data: Path) -> None:
    """Stops the server that a killed run left on the cluster, if there is one.

    The caller holds the slot, so no living run needs it. A process that merely has the recorded number is left alone.
    """
    pid = recorded_pid(data)
    for name in ("INT", "QUIT"):
        if pid is not None and runs_on(pid, data):
            _signal(binaries, pid, name)
            _until(lambda: recorded_pid(data) is None or not runs_on(pid, data), STOP_SECONDS)


def recorded_pid(data: Path) -> int | None:
    """The process number in postmaster.pid; None where there is no such file, which is what a clean stop leaves. 0: unreadable."""
    try:
        first = (data / "postmaster.pid").read_text().split("\n", 1)[0]
    except FileNotFoundError:
        return None
    return int(first) if first.isdigit() else 0


def runs_on(pid: int, data: Path) -> bool:
    """Whether the process is a PostgreSQL server on this data folder, by its command line."""
    command = _command_line(pid)
    return "postgres" in command and (sys.platform == "win32" or str(data) in command)


def _command_line(pid: int) -> str:
    if pid <= 0:
        return ""
    if Path("/proc/self/cmdline").exists():
        try:
            return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except (FileNotFoundError, ProcessLookupError):
            return ""
    # macOS has ps; Windows tells the program's name alone
    asked = ["tasklist", "/FI", f"PID eq {pid}"] if sys.platform == "win32" else ["ps", "-o", "args=", "-p", str(pid)]
    program = shutil.which(asked[0])
    return subprocess.run([program, *asked[1:]], capture_output=True, text=True, check=False).stdout if program else ""  # noqa: S603


def _says_ready(data: Path, pid: int) -> bool:
    """postmaster.pid's eighth line is the state (src/include/utils/pidfile.h); another number on top is not our server's file."""
    try:
        lines = (data / "postmaster.pid").read_text().split("\n")
    except FileNotFoundError:
        return False
    return lines[0] == str(pid) and len(lines) > 7 and lines[7].strip() == "ready"


def _signal(binaries: Binaries, pid: int, name: str) -> None:
    if sys.platform == "win32":
        subprocess.run([binaries.program("pg_ctl"), "kill", name, str(pid)], capture_output=True, check=False)  # noqa: S603
        return
    try:
        os.kill(pid, signal.Signals[f"SIG{name}"])
    except ProcessLookupError:
        return


def _until(condition: Callable[[], bool], seconds: float) -> bool:
    """Whether the condition came true in time; looked at every few milliseconds."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.004)
    return True


def _short(text: str) -> str:
    """The last lines of a program's words, on one line."""
    return " ".join(line.strip() for line in text.strip().splitlines()[-6:])
