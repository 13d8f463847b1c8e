"""The migrations folder: read in order, checked as a chain, written all or nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack, suppress
from itertools import pairwise
from pathlib import Path

from ..errors import EnvironmentFailure, MigrationFileError
from ..model import Migration
from .text import is_ours, parse, render

NAME = re.compile(r"(?P<number>[0-9]{3}|[1-9][0-9]{3,})_[a-z0-9_]+")
WRITE_HINT = "Check the folder's rights and the disk's space."


def read(folder: Path) -> tuple[Migration, ...]:
    """Every migration of the folder in the order of its number; none where the folder is missing.

    A body that is not the one its proof speaks of is no error here: `Migration.is_proved` says so.

    Raises:
        MigrationFileError: a foreign or broken file, one number twice, a gap, a parent that does not match.
        EnvironmentFailure: the folder or a file cannot be read.
    """
    if not folder.exists():
        return ()
    if not folder.is_dir():
        raise MigrationFileError(f"{folder} is a file, where the migrations folder should be", hint="Move it, or set `migrations_dir`.")
    found = tuple(sorted((_read(p) for p in _files(folder)), key=lambda m: (m.number, m.version)))
    check_chain(found)
    return found


def check_chain(migrations: Sequence[Migration]) -> None:
    """Compares every migration with the one before it; the first has number 000 and no parent.

    Raises:
        MigrationFileError: a number repeats or is left out, a file does not continue the one before it.
    """
    for position, migration in enumerate(migrations):
        _check_number(position, migration, migrations)
    if migrations and migrations[0].parent:
        raise MigrationFileError(
            f"{migrations[0].version}.sql names {migrations[0].parent[0]} as its parent, but no file comes before it",
            hint="Restore its header from version control: the first file's line is `-- parent: none`.",
        )
    for before, after in pairwise(migrations):
        _check_parent(before, after)


def next_version(existing: Sequence[Migration], name: str) -> str:
    """`004_add_order_notes`: three digits, more beyond 999."""
    return f"{max((m.number for m in existing), default=-1) + 1:03d}_{name}"


def path_of(folder: Path, migration: Migration) -> Path:
    """Where the migration's file is."""
    return folder / f"{migration.version}.sql"


def write(folder: Path, migrations: Sequence[Migration]) -> tuple[Path, ...]:
    """Writes new files, all or none, and never over an existing one.

    Raises:
        MigrationFileError: a file of that number is there already.
        EnvironmentFailure: the folder cannot be written.
    """
    paths = tuple(path_of(folder, m) for m in migrations)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        there = {p.stem.partition("_")[0]: p for p in _files(folder)}
        with ExitStack() as undo:
            for path in paths:
                _claim(path, there)
                undo.callback(path.unlink, missing_ok=True)
            for path, migration in zip(paths, migrations, strict=True):
                _put(path, migration)
            undo.pop_all()
    except OSError as error:
        raise _unwritable(folder, error) from None
    return paths


def replace_file(folder: Path, migration: Migration) -> Path:
    """Puts a renewed file in the place of the old one, in one step.

    Raises:
        EnvironmentFailure: the folder cannot be written; the old file is as it was.
    """
    path = path_of(folder, migration)
    try:
        _put(path, migration)
    except OSError as error:
        raise _unwritable(folder, error) from None
    return path


def _claim(path: Path, there: Mapping[str, Path]) -> None:
    """Makes an empty file of that name, which is then ours alone; `there` are the folder's files by their number."""
    if rival := there.get(path.stem.partition("_")[0]):
        raise _taken(path, rival)
    try:
        path.touch(exist_ok=False)
    except FileExistsError:
        raise _taken(path, path) from None


def _taken(path: Path, rival: Path) -> MigrationFileError:
    return MigrationFileError(
        f"{rival} is there already: {path.name} was not written, and nothing else",
        hint="Another run may have written it meanwhile: look at it and run `schemactl diff` again.",
    )


def _put(path: Path, migration: Migration) -> None:
    """The text at the path, whole or not at all. Bytes, since a text file's carriage returns are not kept by every system."""
    fresh = path.with_name(f".{path.name}.new")
    try:
        fresh.write_bytes(render(migration).encode())
        fresh.replace(path)
    except BaseException:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)
        raise


def _unwritable(folder: Path, error: OSError) -> EnvironmentFailure:
    return EnvironmentFailure(f"cannot write to {folder}: {error.strerror or error}", hint=WRITE_HINT)


def _files(folder: Path) -> Iterable[Path]:
    """Everything that ends in .sql; hidden files are an editor's or the system's."""
    try:
        return sorted(p for p in folder.iterdir() if p.suffix.lower() == ".sql" and not p.name.startswith("."))
    except OSError as error:
        raise EnvironmentFailure(f"cannot read {folder}: {error.strerror}", hint="Check the folder's rights.") from None


def _read(path: Path) -> Migration:
    if not NAME.fullmatch(path.stem) or path.suffix != ".sql":
        raise _foreign(path, "names are NNN_name.sql, in small letters, digits and underscores")
    try:
        text = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise MigrationFileError(f"{path.name} is not UTF-8 (byte {error.start + 1})", hint="Save it as UTF-8.") from None
    except OSError as error:
        raise EnvironmentFailure(f"cannot read {path}: {error.strerror}", hint="Check the file's rights.") from None
    if not is_ours(text):
        raise _foreign(path, "its first line is not `-- schemactl migration …`")
    return parse(text, version=path.stem)


def _foreign(path: Path, why: str) -> MigrationFileError:
    return MigrationFileError(f"{path.name} is no migration of ours: {why}", hint="Move the file out of the migrations folder.")


def _check_number(position: int, migration: Migration, migrations: Sequence[Migration]) -> None:
    if migration.number == position:
        return
    if position and migrations[position - 1].number == migration.number:
        raise _twins(migrations[position - 1], migration, migrations)
    raise MigrationFileError(
        f"number {position:03d} is missing before {migration.version}.sql",
        hint="Restore the missing file from version control: a chain has no gaps.",
    )


def _twins(first: Migration, second: Migration, migrations: Sequence[Migration]) -> MigrationFileError:
    """One that a later file follows on stays; between two without followers a person decides."""
    parents = {m.parent[0] for m in migrations if m.parent}
    followed = [m.version for m in (first, second) if m.version in parents]
    loose = [m.version for m in (first, second) if m.version not in parents]
    if len(followed) == 1:
        which = f"{followed[0]} has a follower: delete {loose[0]}.sql"
    else:
        which = "Delete the newer one, which no database has seen (`schemactl status` knows the other as applied, or it was merged first)"
    return MigrationFileError(
        f"two migrations have the number {first.number:03d}: {first.version}.sql and {second.version}.sql",
        hint=f"Two branches grew from one parent. {which}, and run `schemactl diff` again: it gets the next free number.",
    )


def _check_parent(before: Migration, after: Migration) -> None:
    if after.parent is None or after.parent[0] != before.version:
        named = after.parent[0] if after.parent else "none"
        raise MigrationFileError(
            f"{after.version}.sql names {named} as its parent, but the file before it is {before.version}.sql",
            hint=f"Delete {after.version}.sql and run `schemactl diff` again, so that it follows on what is there.",
        )
    # of a file edited since its proof the parent is what was proved: the edit has its own name, in `status`
    if after.parent[1] not in (before.checksum, before.proved_checksum):
        raise MigrationFileError(
            f"{before.version}.sql is not the file that {after.version}.sql was made after: its body was changed since",
            hint=f"Restore {before.version}.sql from version control, or delete {after.version}.sql and run `schemactl diff` again.",
        )
