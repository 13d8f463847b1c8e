"""The error tree and the exit codes: a failure carries what happened, the next step (`hint`) and how the process ends."""

from __future__ import annotations

from typing import ClassVar


class ExitCode:
    """Process exit codes, as the README states them."""

    DONE = 0
    ENVIRONMENT = 1
    USAGE = 2
    DIFFERENT = 3
    REFUSED = 4
    FAILED_ON_LIVE = 5


class SchemactlError(Exception):
    """Every failure that a person can act on. `str(error)` is one paragraph; `hint` is the next step.

    `cause` is PostgreSQL's refusal behind it, where there is one.
    """

    exit_code: ClassVar[int] = ExitCode.ENVIRONMENT

    def __init__(self, message: str, *, hint: str = "", cause: DatabaseError | None = None) -> None:
        super().__init__(message)
        self.hint = hint
        self.cause = cause


class EnvironmentFailure(SchemactlError):
    """The machine lacks something: no scratch server, a full cache folder, a missing pg_dump."""


class ConnectionFailure(SchemactlError):
    """A database cannot be reached or refuses the login. The message never holds a password."""


class DatabaseError(SchemactlError):
    """PostgreSQL refused a statement.

    `sqlstate` is the five-character code, `position` the one-based character offset in `sql` (None where PostgreSQL gives none),
    `server_hint` and `detail` are PostgreSQL's own words. `table` (qualified) and `column` are the names, quoted, of what it fails on,
    where PostgreSQL gives them. Where the failure lies in a function's body, `internal_sql` is that body and
    `internal_position` the one-based character offset in it.
    """

    def __init__(
        self,
        message: str,
        *,
        sqlstate: str,
        sql: str = "",
        position: int | None = None,
        detail: str = "",
        server_hint: str = "",
        context: str = "",
        internal_sql: str = "",
        internal_position: int | None = None,
        table: str = "",
        column: str = "",
        hint: str = "",
    ) -> None:
        super().__init__(message, hint=hint)
        self.table = table
        self.column = column
        self.sqlstate = sqlstate
        self.sql = sql
        self.position = position
        self.detail = detail
        self.server_hint = server_hint
        self.context = context
        self.internal_sql = internal_sql
        self.internal_position = internal_position


class ConnectionLost(DatabaseError):
    """The connection broke while a statement ran: what the server did with the open transaction is a rollback."""


class UsageError(SchemactlError):
    """The command line, the settings or the folders are not usable as given."""

    exit_code = ExitCode.USAGE


class Refused(SchemactlError):
    """The tool will not go on, and nothing was changed."""

    exit_code = ExitCode.REFUSED


class SchemaFileError(Refused):
    """A schema file cannot be built. `str(error)` names file:line:column, the statement, the SQLSTATE and PostgreSQL's hint."""


class NotConverged(Refused):
    """No proved migration was found; the message lists what is left."""


class MigrationFileError(Refused):
    """The migrations folder or one of its files is not what it should be: a gap, a double number, an edited body, a foreign file."""


class FailedOnLive(SchemactlError):
    """A statement failed on live. The message says what is committed and what is not."""

    exit_code = ExitCode.FAILED_ON_LIVE
