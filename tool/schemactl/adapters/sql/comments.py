"""A text → its comments and string constants, each with its place in characters."""

from __future__ import annotations

from dataclasses import dataclass

import postgast
from postgast import pg_query_pb2

_COMMENTS = (pg_query_pb2.SQL_COMMENT, pg_query_pb2.C_COMMENT)


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment with its marks. `start` and `end` count characters from 0; `alone`: nothing stands before it on its line."""

    text: str
    start: int
    end: int
    alone: bool


def comments(sql: str) -> tuple[Comment, ...]:
    """The comments of a text that the parser takes."""
    return tuple(
        Comment(text, start, start + len(text), not sql[sql.rfind("\n", 0, start) + 1 : start].strip())
        for start, text in _tokens(sql, _COMMENTS)
    )


def strings(sql: str) -> tuple[int, ...]:
    """Where the string constants of a statement begin."""
    return tuple(start for start, _ in _tokens(sql, (pg_query_pb2.SCONST,)))


def closing(sql: str, start: int) -> int:
    """The place behind the parenthesis that closes the first one from `start` on."""
    depth = 0
    for place, text in _tokens(sql, (pg_query_pb2.ASCII_40, pg_query_pb2.ASCII_41)):
        if place >= start:
            depth += 1 if text == "(" else -1
            if not depth:
                return place + 1
    return len(sql)


def character(sql: str, byte: int) -> int:
    """The place in characters for a place in bytes of UTF-8."""
    return len(sql.encode()[:byte].decode())


def _tokens(sql: str, classes: tuple[int, ...]) -> list[tuple[int, str]]:
    data = sql.encode()
    tokens = (t for t in postgast.scan(sql).tokens if t.token in classes)
    return [(len(data[: t.start].decode()), data[t.start : t.end].decode()) for t in tokens]
