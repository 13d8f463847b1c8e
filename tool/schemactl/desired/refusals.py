"""What a schema file may not say, each with the reason that a person gets."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from ..adapters.sql import Meta, Piece, tree

UNFINISHED_COPY = re.compile(r"^[ \t]*(?P<copy>copy)\b[^;]*\bfrom\s+stdin\b", re.IGNORECASE | re.MULTILINE)
"""How a dump's block of rows begins; what follows it is no SQL, so the parser cannot tell."""

_DATABASE = "a schema file describes one database from within; it is built in databases of other names"
_ELSEWHERE = "it connects elsewhere, and the desired state is in the files alone"
_HOST = "it reaches beyond the database, to the server and its machine"
_ROWS = "COPY moves rows between the database and files or programs, and a schema file says structure only"
_TRANSACTION = "schemactl decides where transactions begin and end: each statement runs in one of its own"
_ROLE = "everything is created by one role; use ALTER … OWNER TO to give an object to another"

_ALWAYS: Mapping[str, str] = {
    "AlterDatabaseRefreshCollStmt": _DATABASE,
    "AlterDatabaseSetStmt": _DATABASE,
    "AlterDatabaseStmt": _DATABASE,
    "AlterSubscriptionStmt": _ELSEWHERE,
    "AlterSystemStmt": _HOST,
    "AlterTableSpaceOptionsStmt": _HOST,
    "CopyStmt": _ROWS,
    "CreateTableSpaceStmt": _HOST,
    "CreatedbStmt": _DATABASE,
    "DropTableSpaceStmt": _HOST,
    "DropdbStmt": _DATABASE,
    "ImportForeignSchemaStmt": _ELSEWHERE + ": write the foreign tables out",
    "LoadStmt": _HOST,
    "TransactionStmt": _TRANSACTION,
}
_COMMANDS: Mapping[str, str] = {
    ".": _ROWS,
    "c": _ELSEWHERE,
    "connect": _ELSEWHERE,
    "copy": _ROWS,
    "restrict": r"psql knows it, PostgreSQL does not; pg_dump writes it for psql, delete the line",
    "unrestrict": r"psql knows it, PostgreSQL does not; pg_dump writes it for psql, delete the line",
}
_OTHER_COMMAND = r"of psql's commands only \i and \ir are known here"


def refused_command(meta: Meta) -> str:
    """Why a psql command that is no include is refused."""
    return _COMMANDS.get(meta.command, _OTHER_COMMAND)


def refused_statement(piece: Piece) -> str:
    """Why the statement is refused; empty where it may run."""
    if piece.node in _ALWAYS:
        return _ALWAYS[piece.node]
    sometimes = _SOMETIMES.get(piece.node)
    return sometimes(tree(piece.sql)) if sometimes else ""


def _setting(statement: Mapping[str, Any]) -> str:
    return _ROLE if statement.get("name") in ("role", "session_authorization") else ""


def _subscription(statement: Mapping[str, Any]) -> str:
    options = [o["def_elem"] for o in statement.get("options", ())]
    values = [_text(o) for o in options if o.get("defname") == "connect"]
    return "" if values in (["false"], ["off"], ["0"]) else f"{_ELSEWHERE}: add `with (connect = false)`"


def _text(option: Mapping[str, Any]) -> str:
    """An option's value as text; one without a value is true."""
    kind, value = next(iter(option.get("arg", {"string": {"sval": "true"}}).items()))
    return str(value.get({"string": "sval", "boolean": "boolval", "integer": "ival"}.get(kind, ""), 0)).lower()


_SOMETIMES: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "CreateSubscriptionStmt": _subscription,
    "VariableSetStmt": _setting,
}
