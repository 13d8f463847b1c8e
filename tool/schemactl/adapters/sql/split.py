"""A text of several statements → the statements, each with its place in the text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .parser import node_class, parsed

SPACE = " \t\n\r\f\v"
"""What PostgreSQL's scanner takes for white space (scan.l); Python's `\\s` takes more."""
_EDGE = re.compile(r"/\*|\*/")


@dataclass(frozen=True, slots=True)
class Piece:
    """One statement of a text.

    sql: from its first word to before its semicolon.   offset: the first word's place in the text, in characters from 0.
    node: the parser's name for it, `CreateStmt`.
    """

    sql: str
    offset: int
    node: str


def split(sql: str) -> tuple[Piece, ...]:
    """The statements of a text, in order.

    Raises:
        SqlSyntaxError
    """
    return split_open(sql)[0]


def split_open(sql: str) -> tuple[tuple[Piece, ...], bool]:
    """The statements of a text, and whether the last one lacks its semicolon.

    Raises:
        SqlSyntaxError
    """
    data, pieces, byte, char = sql.encode(), [], 0, 0
    statements = parsed(sql).stmts
    for statement in statements:
        start = statement.stmt_location
        end = start + statement.stmt_len if statement.stmt_len else len(data)
        char += len(data[byte:start].decode())
        byte = start
        pieces.append(Piece(data[start:end].decode().rstrip(SPACE), char, node_class(statement)))
    return tuple(pieces), bool(statements) and not statements[-1].stmt_len


def comment_end(text: str, start: int) -> int:
    """Where the block comment that begins at `start` ends: they nest; at the end of the text where it does not end."""
    depth = 0
    for edge in _EDGE.finditer(text, start):
        depth += 1 if edge.group() == "/*" else -1
        if not depth:
            return edge.end()
    return len(text)
