"""A failure and its place → the paragraph that a person reads: where, what, the lines around it, and PostgreSQL's own advice."""

from __future__ import annotations

import re

from ..adapters.sql import Piece
from ..errors import DatabaseError
from .files import SchemaFile

LINES = 5
"""How much of a statement an excerpt shows."""
_AS_ROLE = "Schema files run as an ordinary role: what reaches beyond the database is not for them."
_NEEDS_ICU = (
    "The scratch server is built without ICU. Install PostgreSQL of this major version from your system's packages (built with ICU), "
    "or start Docker, or name a server with SCHEMACTL_SCRATCH_URL."
)
_NAMED = re.compile(r'"([^"]+)"|(?:function|procedure|type|column) ([\w.]+)')
_NEAR_LINE = re.compile(r"near line (\d+)")
_DOLLAR = re.compile(r"\$\w*\$")


def located(file: SchemaFile, offset: int | None, message: str, piece: Piece | None = None) -> str:
    """`file:line:column: message`, and the lines of the statement around that place, it marked.

    `offset` counts characters of the file from 0; None: only the file is known. `piece`: the statement, where it could be told.
    """
    if offset is None:
        return f"{file.place(0).split(':')[0]}: {message}"
    return f"{file.place(offset)}: {message}\n{_excerpt(file.text, offset, piece)}"


def failure(file: SchemaFile, piece: Piece, error: DatabaseError) -> str:
    """What PostgreSQL said of a statement, with the SQLSTATE, its detail and its hint."""
    words = [located(file, position(piece, error), f"{error} (SQLSTATE {error.sqlstate})", piece)]
    words += [f"{label}: {text}" for label, text in (("detail", error.detail), ("hint", error.server_hint)) if text]
    return "\n".join(words)


def hint_for(error: DatabaseError) -> str:
    """The next step where PostgreSQL's own words do not say it."""
    if error.sqlstate == "42501":
        return _AS_ROLE
    return _NEEDS_ICU if "ICU is not supported" in str(error) else ""


def position(piece: Piece, error: DatabaseError) -> int:
    """Where in the file an error of the statement lies: as PostgreSQL says, else where the name that it speaks of stands."""
    if error.position is not None:
        return piece.offset + error.position - 1
    body = piece.sql.find(error.internal_sql) if error.internal_sql and error.internal_position else -1
    if body >= 0:
        return piece.offset + body + (error.internal_position or 1) - 1
    return piece.offset + (_body_line(piece.sql, error.context) or _named(piece.sql, str(error)))


def missing_name(message: str) -> str:
    """What a message of PostgreSQL names first, without its schema and quotes; empty where it names nothing."""
    found = _NAMED.search(message)
    return (found[1] or found[2]).split(".")[-1] if found else ""


def _body_line(sql: str, context: str) -> int:
    """The place of the line of a dollar-quoted body that PL/pgSQL says it was near, 0 where it says none."""
    near, body = _NEAR_LINE.search(context), _DOLLAR.search(sql)
    if not near or not body:
        return 0
    at = body.end()
    for _ in range(int(near[1]) - 1):
        at = sql.find("\n", at) + 1 or len(sql)
    return min(at + len(sql[at:]) - len(sql[at:].lstrip()), len(sql))


def _named(sql: str, message: str) -> int:
    """The place of the first thing that a message names, 0 where the statement does not have it."""
    name = missing_name(message)
    word = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", sql) if name else None
    return word.start() if word else 0


def _excerpt(text: str, offset: int, piece: Piece | None) -> str:
    lines = text.split("\n")
    at = text.count("\n", 0, offset)
    first = text.count("\n", 0, piece.offset) if piece else max(0, at - LINES // 2)
    last = text.count("\n", 0, piece.offset + len(piece.sql)) if piece else at
    start = max(first, min(at - LINES // 2, last - LINES + 1))
    out = []
    for number in range(start, min(last, start + LINES - 1) + 1):
        line = lines[number].rstrip("\r")
        out.append(f"{'>' if number == at else ' '} {number + 1:>4} | {line}")
        if number == at:
            before = line[: offset - text.rfind("\n", 0, offset) - 1]
            out.append("       | " + re.sub(r"[^\t]", " ", before) + "^")
    return "\n".join(out)
