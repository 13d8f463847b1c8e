"""A folder → its schema files, read and checked: UTF-8, regular, inside the folder."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from ..errors import SchemaFileError, UsageError


@dataclass(frozen=True, slots=True)
class SchemaFile:
    """One file. `name` is its path below `folder`, with slashes; `text` has no byte order mark."""

    folder: Path
    name: str
    text: str = field(repr=False)

    def place(self, offset: int) -> str:
        """`schema/orders.sql:3:14` for a character offset in the text; line and column count characters, from 1."""
        line = self.text.count("\n", 0, offset) + 1
        return f"{shown(self.folder, self.name)}:{line}:{offset - self.text.rfind(chr(10), 0, offset)}"


def shown(folder: Path, name: str) -> str:
    """A file's name for messages: below the schema folder's own name."""
    return f"{folder.name}/{name}"


def listed(folder: Path) -> tuple[str, ...]:
    """The names of all `*.sql` files below the folder, in path order; hidden files and folders are left out.

    Raises:
        UsageError: there is no such folder, or no such file in it.
        SchemaFileError: a folder in it is a symbolic link, behind which there may be anything.
    """
    if not folder.is_dir():
        raise UsageError(
            f"there is no schema folder {folder}",
            hint="Make it and put the desired state there as .sql files, or name another with `schema_dir` in schemactl.toml.",
        )
    names = sorted(_walk(folder), key=lambda name: name.split("/"))
    if not names:
        raise UsageError(
            f"the schema folder {folder} has no .sql file",
            hint="A database that is meant to be empty is a .sql file with only a comment in it.",
        )
    return tuple(names)


def is_empty(folder: Path) -> bool:
    """Whether there is no schema file below the folder, or no folder."""
    return not folder.is_dir() or not _walk(folder)


def read(folder: Path, name: str) -> SchemaFile:
    """The file of that name.

    Raises:
        SchemaFileError: it is no regular file, a link that leads out of the folder, or not UTF-8.
    """
    path = folder / name
    if not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder)):
        raise SchemaFileError(f"{shown(folder, name)}: this link leads out of the schema folder", hint="Put a copy of the file here.")
    if not path.is_file():
        raise SchemaFileError(f"{shown(folder, name)}: not a regular file")
    try:
        data = path.read_bytes()
        return SchemaFile(folder, name, data.decode("utf-8-sig"))
    except OSError as error:
        raise SchemaFileError(f"{shown(folder, name)}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError as error:
        at = len(data) - len(error.object) + error.start
        raise SchemaFileError(
            f"{shown(folder, name)}: not UTF-8: byte {at} (0x{data[at]:02x})",
            hint="Save the file as UTF-8.",
        ) from None


def _walk(folder: Path) -> list[str]:
    found = []
    for root, folders, files in os.walk(folder):
        folders[:] = [f for f in folders if not f.startswith(".")]
        for link in (Path(root) / f for f in folders if (Path(root) / f).is_symlink()):
            raise SchemaFileError(
                f"{shown(folder, link.relative_to(folder).as_posix())}: a symbolic link to a folder is not followed",
                hint="Put the files themselves here, or hide the link behind a name that starts with a dot.",
            )
        found += [(Path(root) / f).relative_to(folder).as_posix() for f in files if f.lower().endswith(".sql") and not f.startswith(".")]
    return found
