"""A query text as a server keeps it → the same without its constants and comments, which may be anybody's secrets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import postgast
from postgast import pg_query_pb2

_CONSTANTS = {getattr(pg_query_pb2, name) for name in ("SCONST", "USCONST", "BCONST", "XCONST", "ICONST", "FCONST")}
_COMMENTS = {pg_query_pb2.SQL_COMMENT, pg_query_pb2.C_COMMENT}


def masked(sql: str) -> str:
    """The text on one line, with `?` for every constant and without comments; one that was cut inside a constant ends before it with `…`.

    The scanner does it, not the parser: it takes cut texts, and also masks what libpg_query's `normalize` leaves (passwords and
    connection strings of utility statements).
    """
    text = sql.split("\0")[0]
    try:
        return " ".join(_words(text, postgast.scan(text).tokens))
    except postgast.PgQueryError as error:
        if not 0 < error.cursorpos <= len(text):
            return "…"
        return f"{masked(text[: error.cursorpos - 1])} …".lstrip()


def _words(sql: str, tokens: Iterable[Any]) -> Iterator[str]:
    """The text's words and the marks between them; white space of any length parts them once."""
    data, end, word = sql.encode(), 0, ""
    for token in tokens:
        if token.token in _COMMENTS:
            continue
        if end and (token.start > end):
            yield word
            word = ""
        word += "?" if token.token in _CONSTANTS else data[token.start : token.end].decode(errors="replace")
        end = token.end
    yield word
