"""The migrations folder: read in order, checked as a chain, written all or nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from ..errors import EnvironmentFailure, MigrationFileError
from ..model import Migration
from .text import parse, render

NAME = re.compile(r"^(?P<number>\d{3,})_[a-z0-9_]+$")
LEDGER_NUMBER = 0


def read(folder: Path) -> tuple[Migration, ...]:
    """Every migration of the folder in the order of its number; none where the folder is missing.

    Raises:
        MigrationFileError: a foreign or broken file, one number twice, a gap, a parent that does not match.
    """
    if not folder.exists():
        return ()
    if not folder.is_dir():
        raise MigrationFileError(f"{folder} is a file, where the migrations folder should be", hint="Move it, or set `migrations_dir`.")
    found = tuple(sorted((_read(p) for p in folder.glob("*.sql")), key=lambda m: m.number))
    check_chain(found)
    return found


def check_chain(migrations: Sequence[Migration]) -> None:
    """Raises MigrationFileError where numbers repeat or leave a gap, or a file does not continue the one before it."""
    for number, migration in enumerate(migrations, LEDGER_NUMBER):
        _check_number(number, migration, migrations)
    for before, after in pairwise(migrations):
        _check_parent(before, after)


def next_version(existing: Sequence[Migration], name: str) -> str:
    """`004_add_order_notes`: three digits, more beyond 999."""
    number = existing[-1].number + 1 if existing else LEDGER_NUMBER
    return f"{number:03d}_{name}"


def path_of(folder: Path, migration: Migration) -> Path:
    return folder / f"{migration.version}.sql"


def write(folder: Path, migrations: Sequence[Migration]) -> tuple[Path, ...]:
    """Writes new files, all or none, and never over an existing one.

    Raises:
        MigrationFileError: a file of that name is there already.
        EnvironmentFailure: the folder cannot be written.
    """
    written: list[Path] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for migration in migrations:
            path = path_of(folder, migration)
            with path.open("x", encoding="utf-8", newline="\n") as file:
                written.append(path)
                file.write(render(migration))
    except OSError as error:
        for path in written:
            path.unlink(missing_ok=True)
        if isinstance(error, FileExistsError):
            raise MigrationFileError(
                f"{error.filename} is there already", hint="Another run may have written it: look at `schemactl status`."
            ) from None
        raise EnvironmentFailure(
            f"cannot write to {folder}: {error.strerror}", hint="Check the folder's rights and the disk's space."
        ) from None
    return tuple(written)


def replace_file(folder: Path, migration: Migration) -> Path:
    """Puts a renewed file in the place of the old one, in one step."""
    path = path_of(folder, migration)
    fresh = path.with_suffix(".sql.new")
    try:
        fresh.write_text(render(migration), encoding="utf-8", newline="\n")
        fresh.replace(path)
    except OSError as error:
        fresh.unlink(missing_ok=True)
        raise EnvironmentFailure(f"cannot write {path}: {error.strerror}", hint="Check the folder's rights and the disk's space.") from None
    return path


@dataclass(frozen=True, slots=True)
class _Twins:
    """Two files with one number."""

    first: Migration
    second: Migration

    def error(self) -> MigrationFileError:
        return MigrationFileError(
            f"two migrations have the number {self.first.number:03d}: {self.first.version}.sql and {self.second.version}.sql",
            hint="Two branches grew from one parent. Delete the one that no database has seen, and run `schemactl diff` again.",
        )


def _check_number(number: int, migration: Migration, migrations: Sequence[Migration]) -> None:
    if migration.number == number:
        return
    if number and migrations[number - 1].number == migration.number:
        raise _Twins(migrations[number - 1], migration).error()
    raise MigrationFileError(
        f"number {number:03d} is missing before {migration.version}.sql",
        hint="Restore the missing file from version control: a chain has no gaps.",
    )


def _check_parent(before: Migration, after: Migration) -> None:
    if after.parent is None or after.parent[0] != before.version:
        named = after.parent[0] if after.parent else "none"
        raise MigrationFileError(
            f"{after.version}.sql names {named} as its parent, but the file before it is {before.version}.sql",
            hint=f"Delete {after.version}.sql and run `schemactl diff` again, so that it follows on what is there.",
        )
    if after.parent[1] != before.checksum:
        raise MigrationFileError(
            f"{before.version}.sql is not the file that {after.version}.sql was made after: its body was edited since",
            hint=f"Restore {before.version}.sql from version control, or `schemactl prove` it and make {after.version} anew.",
        )


def _read(path: Path) -> Migration:
    if not NAME.match(path.stem):
        raise MigrationFileError(
            f"{path.name} is no migration of ours: names are NNN_name.sql, in small letters, digits and underscores",
            hint="Move the file out of the migrations folder.",
        )
    try:
        return parse(path.read_text(encoding="utf-8"), version=path.stem)
    except UnicodeDecodeError as error:
        raise MigrationFileError(f"{path.name} is not UTF-8 (byte {error.start})", hint="Save it as UTF-8.") from None
    except OSError as error:
        raise EnvironmentFailure(f"cannot read {path}: {error.strerror}", hint="Check the file's rights.") from None
