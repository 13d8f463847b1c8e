"""Slots: numbered folders, each with one cluster, each used by one run at a time.

Roles belong to a whole cluster, so two runs at once must never share one. The lock is the operating system's and ends with the process.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from ...errors import EnvironmentFailure
from .account import usable

SLOTS = 64


@dataclass(frozen=True)
class Slot:
    """The files of one cluster. Only `data` and `socket` belong to the account that the server runs as."""

    folder: Path

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def password_file(self) -> Path:
        return self.folder / "password"

    @property
    def log(self) -> Path:
        return self.folder / "log"

    @property
    def socket(self) -> Path:
        return self.folder / "socket"


@contextmanager
def first_free(parent: Path) -> Iterator[Slot]:
    """The first slot below `parent` that nobody uses, ours until the block ends.

    Raises:
        EnvironmentFailure: the folder is not usable, or every slot is taken.
    """
    for number in range(SLOTS):
        with usable(parent):
            file = (parent / f"slot{number}.lock").open("ab")
        with file:
            if _locked(file):
                yield Slot(parent / f"slot{number}")
                return
    raise EnvironmentFailure(
        f"all {SLOTS} private servers in {parent} are in use", hint="Wait for other runs of schemactl to end, or end those that hang."
    )


def private_file(path: Path) -> IO[str]:
    """A new file for writing that nobody else may read; what lay there is replaced, not followed."""
    path.unlink(missing_ok=True)
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w")


if sys.platform == "win32":
    import msvcrt

    def _locked(file: IO[bytes]) -> bool:
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _locked(file: IO[bytes]) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
