"""A folder of JSON values by key, beside the private servers: what was built once need not be built again to be compared."""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import suppress
from pathlib import Path
from typing import Any

from ..config import Settings
from ..errors import EnvironmentFailure
from .scratch.account import account, cache_folder

KEPT = 32


class Cache:
    """Reads and writes what it can: a cache that is full, read-only or damaged is an empty one."""

    def __init__(self, settings: Settings, name: str) -> None:
        self._folder: Path | None = None
        with suppress(EnvironmentFailure):
            self._folder = cache_folder(settings, account(settings)) / name

    def place(self, key: str) -> Path | None:
        """The file that has or would have the value; None where no folder can be used."""
        return self._folder / _name(key) if self._folder else None

    def get(self, key: str) -> Any:
        """The value, or None."""
        if self._folder is None:
            return None
        path = self._folder / _name(key)
        try:
            value = json.loads(path.read_text(encoding="utf-8"))
            os.utime(path)
        except (OSError, ValueError):
            return None
        return value

    def put(self, key: str, value: Any) -> None:
        """Keeps the value, and of all values those used last."""
        if self._folder is None:
            return
        with suppress(OSError):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            fresh = self._folder / f"{os.getpid()}.new"
            fresh.write_text(json.dumps(value), encoding="utf-8")
            fresh.replace(self._folder / _name(key))
            for old in sorted(self._folder.glob("*.json"), key=lambda p: p.stat().st_mtime)[:-KEPT]:
                old.unlink(missing_ok=True)


def _name(key: str) -> str:
    return f"{hashlib.sha256(key.encode()).hexdigest()[:32]}.json"
