r"""A folder → all the files that make its state: the `*.sql` files, and what they include by `\i` and `\ir`."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

from ..adapters.sql import Meta, metas
from ..errors import SchemaFileError
from .files import SchemaFile, listed, read


def sources(folder: Path) -> tuple[SchemaFile, ...]:
    """Every file below the folder that counts, in path order.

    Raises:
        UsageError: there is no folder, or no file.
        SchemaFileError: a file cannot be read, an include leads nowhere, out of the folder or in a circle.
    """
    files = {name: read(folder, name) for name in listed(folder)}
    unread = list(files.values())
    while unread:
        for name in includes(unread.pop()).values():
            if name not in files:
                files[name] = read(folder, name)
                unread.append(files[name])
    _refuse_circles(files)
    return tuple(files[name] for name in sorted(files, key=lambda n: n.split("/")))


def digest(folder: Path) -> str:
    """64 hexadecimal digits over names and texts of all files: the same digest, the same desired state.

    Raises:
        UsageError, SchemaFileError: as `sources`.
    """
    sha = hashlib.sha256()
    for file in sources(folder):
        for part in (file.name, file.text):
            data = part.encode()
            sha.update(len(data).to_bytes(8, "big") + data)
    return sha.hexdigest()


def includes(file: SchemaFile) -> dict[Meta, str]:
    """The include commands of a file and the names of the files that they mean.

    Raises:
        SchemaFileError: an include leads out of the folder or nowhere.
    """
    return {meta: _target(file, meta) for meta in metas(file.text) if meta.is_include}


def _target(file: SchemaFile, include: Meta) -> str:
    r"""`\ir` counts from the file's own folder; `\i` in psql from where psql was started: the schema folder, or the one above it."""
    here = PurePosixPath(file.name).parent
    starts = (here,) if include.is_relative else (PurePosixPath(), PurePosixPath(".."))
    candidates = [name for start in starts if (name := _inside(file.folder, start / include.path)) is not None]
    for name in candidates:
        if os.path.isfile(file.folder / name):  # noqa: PTH113 Path.is_file() raises on a name that is too long
            return name
    if candidates:
        raise _refused(file, include, f"there is no file {candidates[0]} in the schema folder")
    raise _refused(file, include, "the file lies outside of the schema folder")


def _inside(folder: Path, path: PurePosixPath) -> str | None:
    """The name below the folder of a path that counts from it, links followed; None where it leaves the folder or can be no path."""
    try:
        whole, top = (Path(os.path.realpath(p)) for p in (folder / path, folder))
    except (OSError, ValueError):
        return None
    return whole.relative_to(top).as_posix() if whole.is_relative_to(top) else None


def _refuse_circles(files: Mapping[str, SchemaFile]) -> None:
    finished: set[str] = set()
    for name in files:
        _follow(name, (), files, finished)


def _follow(name: str, way: tuple[str, ...], files: Mapping[str, SchemaFile], finished: set[str]) -> None:
    for meta, target in _unless(finished, name, files):
        if target in (*way, name):
            circle = (*way, name)[(*way, name).index(target) :]
            raise _refused(files[name], meta, f"the files include one another in a circle: {' → '.join((*circle, target))}")
        _follow(target, (*way, name), files, finished)
    finished.add(name)


def _unless(finished: set[str], name: str, files: Mapping[str, SchemaFile]) -> Iterator[tuple[Meta, str]]:
    if name not in finished:
        yield from includes(files[name]).items()


def _refused(file: SchemaFile, include: Meta, reason: str) -> SchemaFileError:
    return SchemaFileError(f"{file.place(include.offset)}: \\{include.command} {include.argument}: {reason}")
