"""One direction of a migration as statements that know their place in the file; what cannot run is refused before anything runs."""

from __future__ import annotations

from dataclasses import dataclass

from ..adapters.sql import Piece, SqlSyntaxError, split
from ..errors import MigrationFileError, Refused
from ..model import Migration
from .ledger import Direction

TRANSACTION_CONTROL = "TransactionStmt"  # begin, commit, rollback, savepoint, prepare transaction: gram.y
SHOWN_LINES = 5


@dataclass(frozen=True, slots=True)
class Script:
    """The statements of UP or DOWN. `first_line` is the file's line, from 1, at which the text begins; 0 where it comes from no file."""

    version: str
    direction: Direction
    text: str
    first_line: int
    pieces: tuple[Piece, ...] = ()

    @property
    def name(self) -> str:
        return f"{self.version} {self.direction}"

    def place(self, offset: int) -> str:
        """`004_a.sql:14` for a place in the text, in characters from 0."""
        line = self.text.count("\n", 0, offset)
        if self.first_line:
            return f"{self.version}.sql:{self.first_line + line}"
        return f"line {line + 1} of {self.name}"

    def statement(self, number: int, position: int | None = None) -> str:
        """`004_a up, statement 2 of 3 (004_a.sql:14)`; `number` counts from 0, `position` is a character of the statement, from 1."""
        offset = self.pieces[number].offset + (position - 1 if position else 0)
        return f"{self.name}, statement {number + 1} of {len(self.pieces)} ({self.place(offset)})"

    def shown(self, number: int) -> str:
        """The statement's first lines, indented."""
        lines = self.pieces[number].sql.split("\n")
        more = ["…"] if len(lines) > SHOWN_LINES else []
        return "\n".join(f"  {line}" for line in [*lines[:SHOWN_LINES], *more])


def script_of(migration: Migration, direction: Direction) -> Script:
    """The script of one direction, split.

    Raises:
        MigrationFileError: it is no SQL.
        Refused: it holds transaction control.
    """
    is_up = direction is Direction.UP
    bare = Script(migration.version, direction, migration.up if is_up else migration.down, migration.first_lines[0 if is_up else 1])
    script = Script(bare.version, direction, bare.text, bare.first_line, _pieces(bare))
    _refuse_transaction_control(script)
    return script


def _pieces(script: Script) -> tuple[Piece, ...]:
    try:
        return split(script.text)
    except SqlSyntaxError as error:
        place = script.place((error.position or 1) - 1)
        hint = f"Mend the file and prove it: schemactl prove {int(script.version.partition('_')[0])}"
        raise MigrationFileError(f"{place}: {script.name} is no SQL: {error} (SQLSTATE 42601)", hint=hint) from None


def _refuse_transaction_control(script: Script) -> None:
    for number, piece in enumerate(script.pieces):
        if piece.node == TRANSACTION_CONTROL:
            raise Refused(
                f"{script.statement(number)} is `{piece.sql.split(chr(10))[0]}`: the transaction is schemactl's, one a file",
                hint="Take it out; a change that needs several transactions is several files.",
            )
