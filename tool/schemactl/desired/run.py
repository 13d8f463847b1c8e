"""Statements → the database: each in a transaction of its own; what needs something that is not there yet waits for it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ..adapters.database import Database
from ..adapters.sql import created_roles, tree
from ..errors import ConnectionLost, DatabaseError, SchemaFileError
from .bodies import Origin, just_made
from .escalation import DENIED, Escalate, Install, escalated, may_escalate
from .report import failure, hint_for, located, missing_name
from .script import Placed
from .settings import Session, Settings
from .waiting import NOT_YET, granted_at_once, must_wait, subjects

DUPLICATE = "42710"
CREATE_EXTENSION = "CreateExtensionStmt"
CREATE_ROLE = "CreateRoleStmt"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A statement that did not run yet: the settings of its place, and why it failed (None: it was not tried)."""

    statement: Placed
    settings: Settings
    error: DatabaseError | None = None


def causes_and_effects(left: Sequence[Waiting]) -> tuple[list[Waiting], list[Waiting]]:
    """Statements that failed, and those of them that failed for want of what another one would have created."""
    absent = frozenset(name for w in left for name in subjects(w.statement.piece))
    effects = [w for w in left if w.error and missing_name(str(w.error)) in absent]
    return [w for w in left if w not in effects], effects


def overtaken_grants(ran: Sequence[Placed]) -> list[str]:
    """A note for each `grant … on all tables in schema` that ran before something of that class was created: it does not reach that."""
    notes = []
    for number, statement in enumerate(ran):
        if classes := granted_at_once(statement.piece):
            later = [s.place for s in ran[number + 1 :] if s.piece.node in classes]
            text = f"this grant reaches what exists at its place, not what comes later: {len(later)} more, the first at "
            notes += [f"{statement.place}: {text}{place}" for place in later[:1]]
    return notes


class Run:
    """One run of a script; afterwards `roles`, `notes` and `origins` say what it did."""

    def __init__(self, database: Database, session: Session, escalate: Escalate | None, install: Install | None) -> None:
        self._database = database
        self._session = session
        self._escalate = escalate
        self._install = install
        self.roles: list[str] = []
        self.notes: list[str] = []
        self.origins: dict[int, Origin] = {}
        self._ran: list[Placed] = []

    def run(self, statements: Iterable[Placed]) -> tuple[Waiting, ...]:
        """Runs what can run, in as many passes as it takes; the statements that are left, which nothing more will help.

        Raises:
            SchemaFileError: a statement failed for good.
            ConnectionLost
        """
        left = self._first_pass(statements)
        while left:
            still = self._pass(left)
            if len(still) == len(left):
                still = self._overtake(still)
            if len(still) == len(left):
                return still
            left = still
        self.notes += overtaken_grants(self._ran)
        return ()

    def _first_pass(self, statements: Iterable[Placed]) -> tuple[Waiting, ...]:
        left: list[Waiting] = []
        top = ""
        for statement in statements:
            if statement.top != top:
                top = statement.top
                self._session.enter(self._session.start)
            left += self._unless_held(Waiting(statement, self._session.now), left)
        return tuple(left)

    def _pass(self, waiting: Sequence[Waiting]) -> tuple[Waiting, ...]:
        left: list[Waiting] = []
        for w in waiting:
            left += self._unless_held(w, left)
        return tuple(left)

    def _unless_held(self, waiting: Waiting, before: Sequence[Waiting]) -> tuple[Waiting, ...]:
        """Runs the statement unless it must stay behind one of those before it; it, where it did not run."""
        if must_wait(waiting.statement.piece, (w.statement.piece for w in before)):
            return (waiting,)
        error = self._error_of(waiting)
        if error is None:
            return ()
        if error.sqlstate not in NOT_YET:
            raise SchemaFileError(failure(waiting.statement.file, waiting.statement.piece, error), hint=hint_for(error))
        return (replace(waiting, error=error),)

    def _overtake(self, waiting: Sequence[Waiting]) -> tuple[Waiting, ...]:
        """Nothing moves: a statement that was held back may be the one that the others need, so the first that can run does."""
        tried: list[Waiting] = []
        for number, w in enumerate(waiting):
            error = self._error_of(w)
            if error is None:
                return (*tried, *waiting[number + 1 :])
            tried.append(replace(w, error=error))
        return tuple(tried)

    def _error_of(self, waiting: Waiting) -> DatabaseError | None:
        """Runs a statement under the settings of its place; PostgreSQL's error where it does not run."""
        self._session.enter(waiting.settings)
        try:
            self._execute(waiting.statement)
        except ConnectionLost:
            raise
        except DatabaseError as error:
            self._database.take_notices()
            return error
        self._note(waiting)
        return None

    def _execute(self, statement: Placed) -> None:
        if statement.piece.node == CREATE_EXTENSION and self._install and self._install(statement.piece.sql):
            return
        try:
            self._database.execute(statement.piece.sql)
        except DatabaseError as error:
            if error.sqlstate == DUPLICATE and statement.piece.node == CREATE_ROLE:
                return  # a role is the server's: one that is there already is taken as it is
            if error.sqlstate != DENIED or self._escalate is None or not may_escalate(statement.piece):
                raise
            escalated(statement.piece, self._database, self._escalate)

    def _note(self, waiting: Waiting) -> None:
        """What a statement that ran leaves behind: warnings, settings, roles, a function to be checked."""
        statement = waiting.statement
        self._ran.append(statement)
        self.notes += [f"{statement.place}: {' '.join(n.split())}" for n in self._database.take_notices() if n.startswith("WARNING")]
        if reason := self._session.observe(statement.piece):
            raise SchemaFileError(located(statement.file, statement.piece.offset, f"refused: {reason}", statement.piece))
        if statement.piece.node == "CreateRoleStmt":
            self.roles += created_roles(statement.piece.sql)
        if statement.piece.node == "CreateFunctionStmt":
            name = tree(statement.piece.sql)["funcname"][-1]["string"]["sval"]
            self.origins[just_made(self._database, name)] = Origin(statement, waiting.settings)
