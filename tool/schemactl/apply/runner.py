"""Runs one migration in one direction: the code that `apply`, `rollback`, their dry runs and the proof have in common."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from ..adapters.database import Database
from ..adapters.sql import Piece, split, statement_class
from ..errors import ConnectionLost, DatabaseError, FailedOnLive, Refused, SchemactlError
from ..model import Migration
from .ledger import Direction

Check = Callable[[Database], None]
TRANSACTION_CONTROL = "TransactionStmt"
TIMEOUTS = {
    "55P03": "It waited too long for a lock that somebody else holds: try again in a quieter moment, or raise `lock_timeout`.",
    "57014": "It ran longer than `statement_timeout`: raise it, or run the migration in a quieter moment.",
    "25006": "The role or the database is read-only: connect as a role that may change the schema.",
    "42501": "The role may not do this: connect as the owner of the objects.",
}


@dataclass(frozen=True, slots=True)
class Report:
    """What ran (or would run): the script, its number of statements, milliseconds."""

    version: str
    direction: Direction
    script: str
    statements: int
    milliseconds: int


def _nothing(_: Database) -> None:
    """No check."""


def run(
    database: Database,
    migration: Migration,
    direction: Direction,
    *,
    lock_timeout: str,
    statement_timeout: str,
    before: Check = _nothing,
    after: Callable[[Database, int], None] = lambda _, __: None,
    execute: bool = True,
) -> Report:
    """Runs UP or DOWN in one transaction, or statement by statement where the file says `transaction: none`.

    `before` and `after` look at the database inside the transaction, `after` with the milliseconds so far; what they raise rolls back.
    With `execute` off nothing but `before` runs.

    Raises:
        Refused: the script holds transaction control, or a check refused; nothing was changed.
        FailedOnLive: a statement failed. The message says what is kept.
    """
    script = migration.up if direction is Direction.UP else migration.down
    pieces = split(script)
    _refuse_transaction_control(migration, pieces)
    started = time.monotonic()
    runner = _Runner(database, migration, direction, pieces, execute)
    with_limits = {"lock_timeout": lock_timeout, "statement_timeout": statement_timeout}
    if migration.transactional:
        runner.in_one_transaction(with_limits, before, lambda db: after(db, _milliseconds(started)))
    else:
        runner.one_by_one(with_limits, before, lambda db: after(db, _milliseconds(started)))
    return Report(migration.version, direction, script, len(pieces), _milliseconds(started))


@dataclass(slots=True)
class _Runner:
    database: Database
    migration: Migration
    direction: Direction
    pieces: tuple[Piece, ...]
    execute: bool
    done: int = 0

    def in_one_transaction(self, limits: dict[str, str], before: Check, after: Check) -> None:
        try:
            with self.database.transaction():
                self._limit(limits, local=True)
                before(self.database)
                self._statements()
                if self.execute:
                    after(self.database)
        except ConnectionLost as error:
            raise self._failure(error, "The server rolls an open transaction back by itself: nothing of this migration was kept.") from None
        except DatabaseError as error:
            raise self._failure(error, "It was rolled back: nothing of this migration was kept.") from None

    def one_by_one(self, limits: dict[str, str], before: Check, after: Check) -> None:
        before(self.database)
        self._limit(limits, local=False)
        try:
            self._statements()
        except DatabaseError as error:
            kept = (
                f"Its first {self.done} statements are committed, for it cannot run in a transaction."
                if self.done
                else "Nothing of it was kept."
            )
            raise self._failure(error, kept) from None
        finally:
            for name in limits:
                self.database.execute(f"reset {name}")
        if self.execute:
            with self.database.transaction():
                after(self.database)

    def _limit(self, limits: dict[str, str], *, local: bool) -> None:
        for name, value in limits.items():
            self.database.execute("select pg_catalog.set_config(%s, %s, %s)", (name, value, local))

    def _statements(self) -> None:
        for piece in self.pieces if self.execute else ():
            self.database.execute(piece.sql)
            self.done += 1

    def _failure(self, error: DatabaseError, kept: str) -> SchemactlError:
        name = f"{self.migration.version} {self.direction}"
        if self.done >= len(self.pieces):
            return FailedOnLive(
                f"{name}: {error} (SQLSTATE {error.sqlstate}). {kept}", hint=TIMEOUTS.get(error.sqlstate, error.server_hint)
            )
        piece = self.pieces[self.done]
        where = f"{name}, statement {self.done + 1} of {len(self.pieces)}"
        detail = f" {error.detail}" if error.detail else ""
        text = "\n".join(f"  {line}" for line in piece.sql.split("\n")[:5])
        hint = TIMEOUTS.get(error.sqlstate) or error.server_hint or "Mend the file and `schemactl prove` it, or run `schemactl diff` again."
        return FailedOnLive(f"{where}: {error} (SQLSTATE {error.sqlstate}).{detail}\n{text}\n{kept}", hint=hint)


def _refuse_transaction_control(migration: Migration, pieces: tuple[Piece, ...]) -> None:
    for piece in pieces:
        if statement_class(piece.sql) == TRANSACTION_CONTROL:
            raise Refused(
                f"{migration.version}.sql holds `{piece.sql.split(chr(10))[0]}`: one file is one transaction",
                hint="Take it out; a change that needs several transactions is several files.",
            )


def _milliseconds(started: float) -> int:
    return round((time.monotonic() - started) * 1000)
