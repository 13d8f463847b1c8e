"""Runs one migration in one direction: the code that `apply`, `rollback`, their dry runs and the proof have in common."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from ..adapters.database import Database
from ..errors import ConnectionLost, DatabaseError, FailedOnLive, Refused, SchemactlError
from ..model import Migration
from .failure import after_failed, before_failed, commit_failed, committed_so_far, statement_failed
from .ledger import Direction
from .script import Script, script_of

Before = Callable[[Database], None]
After = Callable[[Database, int], None]
Observe = Callable[[str, float], None]
READ_ONLY = "select pg_catalog.current_setting('transaction_read_only')::boolean"


@dataclass(frozen=True, slots=True)
class Report:
    """What ran (or would run): the script, its number of statements, milliseconds."""

    version: str
    direction: Direction
    script: str
    statements: int
    milliseconds: int


def run(
    database: Database,
    migration: Migration,
    direction: Direction,
    *,
    lock_timeout: str,
    statement_timeout: str,
    before: Before = lambda _: None,
    after: After = lambda _, __: None,
    execute: bool = True,
    observe: Observe = lambda _, __: None,
) -> Report:
    """Runs UP or DOWN in one transaction, or statement by statement where the file says `transaction: none`.

    `before` and `after` look at the database inside a transaction, `after` with the milliseconds so far; what they raise rolls back.
    `observe` gets every statement's text and seconds, once it is done. With `execute` off only `before` and `observe` run.
    The timeouts are PostgreSQL intervals; `0` is none. Names are looked up on the session's search path, as an SQL editor would.

    Raises:
        Refused: the script holds transaction control, the session is read-only, or a check refused; nothing was changed.
        MigrationFileError: the script is no SQL; nothing was changed.
        FailedOnLive: a statement failed, or a check after statements that are committed. The message says what is kept.
    """
    started = time.monotonic()
    script = script_of(migration, direction)
    limits = {"lock_timeout": lock_timeout, "statement_timeout": statement_timeout}
    work = _Work(database, script, limits, execute, before, lambda db: after(db, _milliseconds(started)), observe)
    if migration.transactional:
        work.in_one_transaction()
    else:
        work.one_by_one()
    return Report(migration.version, direction, script.text, len(script.pieces), _milliseconds(started))


@dataclass(frozen=True, slots=True)
class _Work:
    """A run: the script, what is checked around it, and how long it may take."""

    database: Database
    script: Script
    limits: Mapping[str, str]
    execute: bool
    before: Before
    after: Callable[[Database], None]
    observe: Observe

    def in_one_transaction(self) -> None:
        try:
            with self.database.transaction():
                self._begin(local_limits=True)
                self._statements()
                if self.execute:
                    self._end()
        except DatabaseError as error:
            raise commit_failed(self.script, error) from None

    def one_by_one(self) -> None:
        """The check before and the one after have transactions of their own; every statement between commits by itself."""
        with self.database.transaction():
            self._begin(local_limits=False)
        with self._session_limits():
            self._statements(committing=True)
        if not self.execute:
            return
        try:
            with self.database.transaction():
                self._end()
        except SchemactlError as error:
            kept = committed_so_far(self.script, len(self.script.pieces))
            raise FailedOnLive(f"{error} {kept} The ledger does not have it.", hint=error.hint) from None

    def _begin(self, *, local_limits: bool) -> None:
        try:
            if local_limits:
                self._limit(self.limits, local=True)
            if self.execute:
                self._refuse_read_only()
            self.before(self.database)
        except DatabaseError as error:
            raise before_failed(self.script, error) from None

    def _statements(self, *, committing: bool = False) -> None:
        """One loop previews and runs."""
        for number, piece in enumerate(self.script.pieces):
            started = time.monotonic()
            if self.execute:
                try:
                    self.database.execute(piece.sql)
                except DatabaseError as error:
                    raise statement_failed(self.script, number, error, committing=committing) from None
            self.observe(piece.sql, time.monotonic() - started)

    def _end(self) -> None:
        try:
            self.after(self.database)
        except DatabaseError as error:
            raise after_failed(self.script, error) from None

    def _refuse_read_only(self) -> None:
        if self.database.value(READ_ONLY):
            raise Refused(
                f"{self.script.name} was not started: the role {self.database.user}, the database or the server is read-only",
                hint="Connect as a role that may change the schema, to the primary server; look at `default_transaction_read_only`.",
            )

    @contextmanager
    def _session_limits(self) -> Iterator[None]:
        """The limits for the session, and afterwards what it had before."""
        former = {name: str(self.database.value("select pg_catalog.current_setting(%s)", (name,))) for name in self.limits}
        try:
            self._limit(self.limits, local=False)
            yield
        finally:
            with suppress(ConnectionLost):  # then they went with the session
                self._limit(former, local=False)

    def _limit(self, limits: Mapping[str, str], *, local: bool) -> None:
        for name, value in limits.items():
            self.database.execute("select pg_catalog.set_config(%s, %s, %s)", (name, value, local))


def _milliseconds(started: float) -> int:
    return round((time.monotonic() - started) * 1000)
