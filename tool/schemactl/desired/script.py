"""The schema files → their statements in the order in which they stand, none of which is refused."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ..adapters.sql import Meta, Piece, SqlSyntaxError, script
from ..errors import SchemaFileError
from .files import SchemaFile
from .includes import includes, sources
from .refusals import UNFINISHED_COPY, refused_command, refused_statement
from .report import located


@dataclass(frozen=True, slots=True)
class Placed:
    """A statement, the file that has it, and the file at the top of the includes, whose settings hold for it."""

    piece: Piece
    file: SchemaFile
    top: str

    @property
    def place(self) -> str:
        """`schema/orders.sql:3:1`, where its first word stands."""
        return self.file.place(self.piece.offset)


@dataclass(frozen=True, slots=True)
class Script:
    """All statements in order, and the number of files that they come from."""

    statements: tuple[Placed, ...]
    files: int


def read_script(folder: Path) -> Script:
    """Every statement in path order; an included file stands where it is first included, and nowhere else.

    Raises:
        UsageError: there is no folder, or no file.
        SchemaFileError: a file cannot be read or is no SQL, or a statement is refused.
    """
    files = {file.name: file for file in sources(folder)}
    included = {name for file in files.values() for name in includes(file).values()}
    done: set[str] = set()
    tops = [file for name, file in files.items() if name not in included]
    return Script(tuple(s for top in tops for s in _statements(top, top.name, files, done)), len(files))


def _statements(file: SchemaFile, top: str, files: dict[str, SchemaFile], done: set[str]) -> Iterator[Placed]:
    done.add(file.name)
    targets = includes(file)
    for part in _parts(file):
        if isinstance(part, Piece):
            yield Placed(part, file, top)
        elif targets[part] not in done:
            yield from _statements(files[targets[part]], top, files, done)


def _parts(file: SchemaFile) -> tuple[Piece | Meta, ...]:
    try:
        parts = script(file.text)
    except SqlSyntaxError as error:
        raise _no_sql(file, error) from None
    for part in parts:
        if reason := _refused(part):
            piece = part if isinstance(part, Piece) else None
            raise SchemaFileError(located(file, part.offset, f"refused: {reason}", piece))
    return parts


def _refused(part: Piece | Meta) -> str:
    if isinstance(part, Piece):
        return refused_statement(part)
    return "" if part.is_include else refused_command(part)


def _no_sql(file: SchemaFile, error: SqlSyntaxError) -> SchemaFileError:
    copy = UNFINISHED_COPY.search(file.text)
    if copy and (error.position or 0) > copy.start():
        return SchemaFileError(located(file, copy.start("copy"), "refused: COPY brings rows, and a schema file says structure only"))
    offset = None if error.position is None else error.position - 1
    hint = "psql variables (:name) are not replaced here." if offset is not None and file.text[offset : offset + 1] == ":" else error.hint
    return SchemaFileError(located(file, offset, f"{error} (SQLSTATE 42601)"), hint=hint)
