"""A text of several statements → the statements, each with its place in the text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .parser import node_class, parsed

SPACE = " \t\n\r\f\v"
"""What PostgreSQL's scanner takes for white space (scan.l); Python's `\\s` takes more."""
_TRIVIA = re.compile(rf"[{SPACE}]+|--[^\n\r]*|(?P<comment>/\*)")
_EDGE = re.compile(r"/\*|\*/")
_BLANK_LINE = re.compile(r"\n[ \t\r]*\n")


@dataclass(frozen=True, slots=True)
class Piece:
    """One statement of a text.

    sql: from its first word to before its semicolon.   offset: the first word's place in the text, in characters from 0.
    leading: the comments directly before it, without a blank line in between.   node: the parser's name for it, `CreateStmt`.
    """

    sql: str
    offset: int
    leading: str
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
        pieces.append(_piece(data[start:end].decode(), char, node_class(statement)))
    return tuple(pieces), bool(statements) and not statements[-1].stmt_len


def comment_end(text: str, start: int) -> int:
    """Where the block comment that begins at `start` ends: they nest; at the end of the text where it does not end."""
    depth = 0
    for edge in _EDGE.finditer(text, start):
        depth += 1 if edge.group() == "/*" else -1
        if not depth:
            return edge.end()
    return len(text)


def _piece(text: str, offset: int, node: str) -> Piece:
    start = _after_trivia(text)
    return Piece(text[start:].rstrip(SPACE), offset + start, _leading(text[:start], first=offset == 0), node)


def _after_trivia(text: str) -> int:
    at = 0
    while found := _TRIVIA.match(text, at):
        at = comment_end(text, at) if found["comment"] else found.end()
    return at


def _leading(trivia: str, *, first: bool) -> str:
    """Of the comments before a statement those that speak of it: not the rest of the line where the one before it ended."""
    own = trivia if first else trivia.partition("\n")[2]
    return _BLANK_LINE.split(own)[-1].strip(SPACE)
