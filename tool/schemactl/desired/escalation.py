"""Statements that need a superuser although they give nobody more than the database: the only ones that may run as one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ..adapters.database import Database
from ..adapters.sql import Piece, quote_literal, tree
from ..errors import ConnectionLost, DatabaseError

DENIED = "42501"
"""SQLSTATE insufficient_privilege."""
Escalate = Callable[[str], None]
"""Runs a text of SQL as the scratch server's superuser, in the same database."""

Install = Callable[[str], bool]
"""Runs a `create extension` in its own way, where the server lacks what the statement asks for; whether it did."""

# what hangs on a superuser's extension or publication; a comment or a drop of it runs no code of the file's
_HARMLESS = ("OBJECT_EXTENSION", "OBJECT_PUBLICATION")


def _always(_: Mapping[str, Any]) -> bool:
    return True


def _object(statement: Mapping[str, Any]) -> bool:
    kind = statement.get("objtype") or statement.get("object_type") or statement.get("remove_type")
    return kind in _HARMLESS


# Not here, each because it lets the file's own code run as a superuser or opens the host:
# COPY, DO, CREATE FUNCTION (C, internal), CREATE LANGUAGE; ALTER … OWNER TO (a security definer function of a superuser's);
# CREATE or ALTER ROLE and GRANT (superuser, pg_execute_server_program, pg_read_file); event triggers (they fire in a superuser's
# commands and logins too); casts, operator classes, base types, text search templates (they reinterpret memory, or slip a function
# under the superuser's own queries); foreign data wrappers and servers (they connect elsewhere).
_ALLOWED: Mapping[str, Callable[[Mapping[str, Any]], bool]] = {
    # The script comes from the server's own folder and runs with a search_path of its own; what it installs to reach the host is
    # closed to PUBLIC or checks for a superuser (file_fdw, dblink without a password, untrusted languages).
    "CreateExtensionStmt": _always,
    "AlterExtensionStmt": _always,
    "AlterObjectSchemaStmt": _object,
    "CommentStmt": _object,
    "DropStmt": _object,
    # FOR ALL TABLES and TABLES IN SCHEMA need a superuser; a publication only names tables
    "CreatePublicationStmt": _always,
    "AlterPublicationStmt": _always,
}


def may_escalate(piece: Piece) -> bool:
    """The statement is of a class that may run as superuser."""
    return piece.node in _ALLOWED and _ALLOWED[piece.node](tree(piece.sql))


def escalated(piece: Piece, database: Database, escalate: Escalate) -> None:
    """Runs the statement as superuser, in the schemas that `database` searches now.

    Raises:
        DatabaseError: the superuser's try failed too; its position counts in the statement.
    """
    schemas = database.value(
        "select pg_catalog.string_agg(pg_catalog.quote_ident(s), ', ') from pg_catalog.unnest(pg_catalog.current_schemas(false)) s"
    )
    # one text is one implicit transaction, so the path ends with it
    prefix = f"select pg_catalog.set_config('search_path', {quote_literal(schemas or '')}, true); "
    try:
        escalate(prefix + piece.sql)
    except ConnectionLost:
        raise
    except DatabaseError as error:
        if error.position is not None:
            error.position -= len(prefix)
        raise
