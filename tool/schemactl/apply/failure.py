"""What a failed run says: the statement and its place, PostgreSQL's words, and what of the migration is kept."""

from __future__ import annotations

from ..errors import ConnectionLost, DatabaseError, FailedOnLive, Refused
from .script import Script

HINTS = {
    "55P03": "Somebody else holds a lock on the object for longer than `lock_timeout`: try again in a quieter moment, or raise it.",
    "57014": "It ran longer than `statement_timeout`, or somebody cancelled it: raise the limit, or try again in a quieter moment.",
    "25006": "The role or the database is read-only: connect as a role that may change the schema.",
    "22023": "A setting has a value that PostgreSQL does not take: look at `lock_timeout` and `statement_timeout` in the settings.",
    "42501": "The role may not do this: connect as the owner of the objects.",
}
LOST_HINT = "Look at `schemactl status` before the next try."
BEFORE_HINT = "The look at the database failed, not the migration: connect as a role that may read it, or try again."
MEND_HINT = "Mend the file and `schemactl prove` it, or run `schemactl diff` again."


def before_failed(script: Script, error: DatabaseError) -> Refused:
    """The look at the database before the first statement failed."""
    return Refused(f"{script.name} was not started, and nothing of it was kept: {_words(error)}", hint=_hint(error, BEFORE_HINT))


def statement_failed(script: Script, number: int, error: DatabaseError, *, committing: bool) -> FailedOnLive:
    """Statement `number`, from 0, failed; `committing` says that those before it are committed."""
    kept = committed_so_far(script, number) if committing else _rolled_back(script, error)
    if committing and isinstance(error, ConnectionLost):
        kept += " Whether the failed one was carried out cannot be told."
    return FailedOnLive(
        f"{script.statement(number, error.position)}: {_words(error)}\n{script.shown(number)}\n{kept}",
        hint=_hint(error, MEND_HINT) + (_invalid_index(script, number) if committing else ""),
        cause=error,
    )


def after_failed(script: Script, error: DatabaseError) -> FailedOnLive:
    """The look at the database after the last statement, or the row in the ledger, failed."""
    return FailedOnLive(f"{script.name}: the check after its last statement failed: {_words(error)}\n{_rolled_back(script, error)}")


def commit_failed(script: Script, error: DatabaseError) -> FailedOnLive:
    """BEGIN or COMMIT failed: deferred constraints are checked only there, and a connection lost there leaves the outcome open."""
    if isinstance(error, ConnectionLost) and error.sql == "commit":
        kept = f"The commit was on its way: whether {script.version} was kept cannot be told from here."
        return FailedOnLive(f"{script.name}: {_words(error)}\n{kept}", hint=LOST_HINT)
    where = f"{script.name}, at its {error.sql.strip() or 'end'}"
    return FailedOnLive(f"{where}: {_words(error)}\n{_rolled_back(script, error)}", hint=_hint(error, ""), cause=error)


def committed_so_far(script: Script, count: int) -> str:
    """What is kept of a file that cannot run in a transaction, after `count` of its statements."""
    if not count:
        return f"Nothing of {script.version} was kept."
    which = "statement 1 is" if count == 1 else f"statements 1 to {count} are"
    return f"{script.version} cannot run in a transaction: its {which} committed, of {len(script.pieces)}."


def _rolled_back(script: Script, error: DatabaseError) -> str:
    who = "The server rolls an open transaction back by itself" if isinstance(error, ConnectionLost) else "It was rolled back"
    return f"{who}: nothing of {script.version} was kept."


def _words(error: DatabaseError) -> str:
    detail = f" {error.detail}" if error.detail else ""
    return f"{error} (SQLSTATE {error.sqlstate}).{detail}"


def _hint(error: DatabaseError, otherwise: str) -> str:
    if isinstance(error, ConnectionLost):
        return LOST_HINT
    return HINTS.get(error.sqlstate) or error.server_hint or otherwise


def _invalid_index(script: Script, number: int) -> str:
    """A failed CREATE INDEX CONCURRENTLY leaves its index behind: the manual, "Building Indexes Concurrently"."""
    piece = script.pieces[number]
    is_index = piece.node == "IndexStmt" and "concurrently" in piece.sql.lower()
    return " An index that it left behind is invalid: drop it before the next try." if is_index else ""
