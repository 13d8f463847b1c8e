"""The trial database: runs statements under savepoints, and keeps the log of those that succeeded. The log is the migration."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from ..adapters.database import Database
from ..errors import DatabaseError
from ..model import Catalog, Form, Key, Statement, Step

UNSAFE_NEW_VALUE = "55P04"  # a new enum value is used before the transaction that added it is committed
NO_TRANSACTION = "25001"  # the statement cannot run inside a transaction block


@dataclass(frozen=True, slots=True)
class Reached:
    """A step of the log, and the facts after it."""

    step: Step
    state: Catalog


class Trial:
    """A scratch copy in an open transaction. A statement that wants a commit before it gets one, and a new file begins there.

    With `single` there is no such commit: the statement fails, and `wanted_commit` says why.
    """

    def __init__(self, database: Database, read: Callable[[Database], Catalog]) -> None:
        self.database = database
        self._read = read
        self._known: Catalog | None = None
        self.single = False
        self.wanted_commit = False
        self._reached: list[Reached] = []
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
            if error.sqlstate not in (UNSAFE_NEW_VALUE, NO_TRANSACTION):
                raise
            self.wanted_commit = True
            if self._depth or self.single:
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
            self._known = None
            raise
        finally:
            self._depth -= 1

    def finish(self) -> tuple[Reached, ...]:
        """Commits and hands out the log, one step for each transaction; the trial then takes another log."""
        self._commit()
        reached, self._reached = tuple(self._reached), []
        self.wanted_commit = False
        self.database.begin()
        return reached

    def restart(self) -> None:
        """Undoes everything since the last commit."""
        self.database.rollback()
        self._known, self._log, self.wanted_commit = None, [], False
        self.database.begin()

    def read(self) -> Catalog:
        """The facts as they are now, uncommitted ones included; read again only after a statement ran."""
        if self._known is None:
            self._known = self._read(self.database)
        return self._known

    @property
    def length(self) -> int:
        """How many statements have succeeded so far."""
        return len(self._log) + sum(len(r.step.statements) for r in self._reached)

    @property
    def touched(self) -> set[Key]:
        """The objects of the statements since the last commit."""
        return {s.key for s in self._log}

    @property
    def is_one_step(self) -> bool:
        """Whether nothing was committed yet."""
        return not self._reached

    def _run(self, form: Form) -> None:
        with self.database.savepoint():
            for statement in form:
                self.database.execute(statement.sql)
        self._log += form
        self._known = None

    def _commit(self) -> None:
        if self._log:
            self._reached.append(Reached(Step(tuple(self._log)), self.read()))
            self._log = []
        self.database.commit()

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
                self._known = None
                self._reached.append(Reached(Step((statement,), transactional=False), self.read()))
        finally:
            self.database.begin()
