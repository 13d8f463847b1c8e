"""The trial database: runs statements under savepoints, and keeps the log of those that succeeded. The log is the migration."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from ..adapters.database import Database
from ..errors import DatabaseError
from ..model import Form, Statement, Step

UNSAFE_NEW_VALUE = "55P04"  # a new enum value is used before the transaction that added it is committed
NO_TRANSACTION = "25001"  # the statement cannot run inside a transaction block


class Trial:
    """A scratch copy in an open transaction. A statement that wants a commit before it gets one, and a new file begins there."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._steps: list[Step] = []
        self._log: list[Statement] = []
        self._depth = 0
        database.begin()

    def run(self, form: Form) -> None:
        """Runs the statements of a form, all or none.

        Raises:
            DatabaseError: PostgreSQL refused one of them; the trial is as it was before.
        """
        try:
            self._run(form)
        except DatabaseError as error:
            if self._depth or error.sqlstate not in (UNSAFE_NEW_VALUE, NO_TRANSACTION):
                raise
            self._after_commit(form, error.sqlstate)

    @contextmanager
    def undone_on_failure(self) -> Iterator[None]:
        """A failure inside undoes everything that the block ran, in the database and in the log."""
        length = len(self._log)
        self._depth += 1
        try:
            with self.database.savepoint():
                yield
        except DatabaseError:
            del self._log[length:]
            raise
        finally:
            self._depth -= 1

    def finish(self) -> tuple[Step, ...]:
        """Commits and hands out the log, one step for each transaction; the trial then takes another log."""
        self._commit()
        steps, self._steps = tuple(self._steps), []
        self.database.begin()
        return steps

    @property
    def length(self) -> int:
        """How many statements have succeeded so far."""
        return len(self._log) + sum(len(s.statements) for s in self._steps)

    def _run(self, form: Form) -> None:
        with self.database.savepoint():
            for statement in form:
                self.database.execute(statement.sql)
        self._log += form

    def _commit(self) -> None:
        self.database.commit()
        if self._log:
            self._steps.append(Step(tuple(self._log)))
            self._log = []

    def _after_commit(self, form: Form, sqlstate: str) -> None:
        self._commit()
        if sqlstate == NO_TRANSACTION:
            self._run_alone(form)
            return
        self.database.begin()
        self._run(form)

    def _run_alone(self, form: Form) -> None:
        try:
            for statement in form:
                self.database.execute(statement.sql)
                self._steps.append(Step((statement,), transactional=False))
        finally:
            self.database.begin()
