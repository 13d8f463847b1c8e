"""Names and texts → SQL text that means exactly them, as PostgreSQL's quote_ident() and quote_literal() write it."""

from __future__ import annotations

import re
from functools import lru_cache

import postgast
from postgast import pg_query_pb2

_PLAIN = re.compile(r"[a-z_][a-z0-9_]*")
_BARE = (pg_query_pb2.NO_KEYWORD, pg_query_pb2.UNRESERVED_KEYWORD)


@lru_cache(maxsize=65536)
def quote_ident(name: str) -> str:
    """The name, in double quotes where PostgreSQL would read it otherwise: quote_identifier() in ruleutils.c."""
    if is_bare(name):
        return name
    return '"' + name.replace('"', '""') + '"'


def quote_literal(text: str) -> str:
    """The text in single quotes, an escape string where it has a backslash: quote_literal() in quote.c."""
    quoted = "'" + text.replace("'", "''") + "'"
    return "E" + quoted.replace("\\", "\\\\") if "\\" in text else quoted


def is_bare(name: str) -> bool:
    """The name needs no quotes: lower-case ASCII, and no keyword but an unreserved one."""
    return bool(_PLAIN.fullmatch(name)) and postgast.scan(name).tokens[0].keyword_kind in _BARE
