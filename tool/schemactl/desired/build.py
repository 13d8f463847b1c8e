"""The spine: schema files → a database that is as they say, or one error that names what is wrong and where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ..adapters.database import Database
from ..adapters.sql import created_roles
from ..errors import SchemaFileError
from .bodies import BadBody, bad_bodies, existing
from .escalation import Escalate, Install
from .report import failure, hint_for
from .run import Run, Waiting, causes_and_effects
from .script import read_script
from .settings import Session

SHOWN = 3
"""How many failures a message spells out; of the others it has the first line."""
EACH_OTHER = "Statements that need each other must be taken apart: add a foreign key later, by `alter table … add constraint`."


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did: numbers of files and statements, the roles it created (they belong to the server), the server's warnings."""

    files: int
    statements: int
    roles: tuple[str, ...]
    notes: tuple[str, ...]


def build(database: Database, folder: Path, *, escalate: Escalate | None = None, install: Install | None = None) -> Built:
    """Runs every schema file below the folder into the database, in path order, a statement after what it needs.

    The files are untrusted: `database` must be connected as an ordinary role. `escalate` runs, as the server's superuser,
    the few statements that need one and harm nobody (`escalation.py`); without it they fail. `install` is asked about each extension.

    Raises:
        UsageError: there is no folder, or no file in it.
        SchemaFileError: a file cannot be read, a statement is refused, fails, or needs what is nowhere, a function's body is wrong.
        ConnectionLost
    """
    script = read_script(folder)
    old = existing(database)
    database.take_notices()
    with Session(database) as session:
        run = Run(database, session, escalate, install)
        if left := run.run(script.statements):
            raise _stuck(left, folder)
        if bad := bad_bodies(database, session, old, run.origins):
            raise _bad(bad)
    return Built(script.files, len(script.statements), tuple(run.roles), tuple(run.notes))


def roles_made_by(folder: Path) -> tuple[str, ...]:
    """The roles that the files below the folder create, unquoted. They belong to a server, so no migration of a database makes them.

    Raises:
        UsageError, SchemaFileError: as `build` does for files that cannot be read.
    """
    return tuple(role for placed in read_script(folder).statements for role in created_roles(placed.piece.sql))


def _stuck(left: Sequence[Waiting], folder: Path) -> SchemaFileError:
    causes, effects = causes_and_effects(left)
    texts = [failure(w.statement.file, w.statement.piece, w.error) for w in (*causes, *effects) if w.error]
    hints = [hint_for(w.error) for w in causes if w.error]
    hint = next(filter(None, hints), "" if causes else EACH_OTHER)
    if len(texts) == 1:
        return SchemaFileError(texts[0], hint=hint)
    order = "; the first causes first" if causes and effects else ""
    head = f"{len(texts)} statements of {folder.name}/ cannot run in any order{order}:"
    return SchemaFileError("\n\n".join([head, *_shortened(texts)]), hint=hint)


def _bad(bad: Sequence[BadBody]) -> SchemaFileError:
    texts = [
        failure(b.origin.statement.file, b.origin.statement.piece, b.error)
        if b.origin
        else f"function {b.function}: {b.error} (SQLSTATE {b.error.sqlstate})"
        for b in bad
    ]
    return SchemaFileError("\n\n".join(_shortened(texts)))


def _shortened(texts: Sequence[str]) -> list[str]:
    """The first few whole; of the rest what fits on a line each."""
    rest = [text.split("\n", 1)[0] for text in texts[SHOWN:]]
    return [*texts[:SHOWN], *(["\n".join([f"and {len(rest)} more:", *rest])] if rest else [])]
