"""Schema files → which of them makes what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ..adapters.sql import Piece, script
from .files import SchemaFile
from .includes import sources
from .remarks import subjects


@dataclass(frozen=True, slots=True)
class Home:
    """Where an object is made; `line` counts from 1."""

    file: SchemaFile
    line: int


def homes(folder: Path) -> Mapping[str, Home]:
    """Quoted name, with its schema where it can have one, arguments left out → the first place that makes it.

    Raises:
        UsageError, SchemaFileError: a file cannot be read.
    """
    found: dict[str, Home] = {}
    for file in sources(folder):
        for piece in script(file.text):
            if not isinstance(piece, Piece):
                continue
            for subject in subjects(piece):
                line = file.text.count("\n", 0, subject.offset) + 1
                for name in {".".join(subject.names), ".".join(("public", *subject.names))}:
                    found.setdefault(name, Home(file, line))
    return found
