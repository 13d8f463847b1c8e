"""Generated SQL → the same SQL in one style, whoever wrote it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import postgast
from postgast import pg_query_pb2

from .parentheses import simplified
from .parser import SqlSyntaxError, parsed
from .quoting import is_bare

_QUOTED = re.compile(r'"((?:[^"]|"")+)"')
_ENDS_OPEN = re.compile(r"[\w$]$")
_MERGES = re.compile(r"""[\w$'"&]""")
_VERBATIM = tuple(
    getattr(pg_query_pb2, name) for name in ("SCONST", "USCONST", "BCONST", "XCONST", "UIDENT", "SQL_COMMENT", "C_COMMENT", "PARAM")
)

Style = Callable[[str, int], str]
"""(a word, its token class) → the word in our style."""


def restyle(sql: str) -> str:
    """The text with keywords and plain names in lower case, no needless quotes or parentheses, and single spaces; its parse tree stays.

    Literals, comments, dollar bodies, line breaks and indentation stay as they are.

    Raises:
        SqlSyntaxError
    """
    meaning = _meaning(sql)
    for words in (_word, _lower):
        styled = _styled(sql, words)
        # a name that is an unreserved keyword needs its quotes in a few places only, and the parser knows them
        if styled == sql or _same(meaning, styled):
            return simplified(styled, lambda text: _same(meaning, text))
    return sql


@dataclass(frozen=True, slots=True)
class _Word:
    """A token and the white space before it; `freed` says that its quotes were taken off."""

    gap: str
    text: str
    freed: bool

    def follows(self, before: _Word) -> str:
        """The space before this word: a freed name must not flow into what stood next to its quotes."""
        touches = not self.gap and (self.freed or before.freed)
        return " " if touches and _ENDS_OPEN.search(before.text) and _MERGES.match(self.text) else self.gap


def _styled(sql: str, style: Style) -> str:
    words = tuple(_words(sql, style))
    rest = "".join(b.follows(a) + b.text for a, b in pairwise(words))
    return words[0].text + rest if words else ""


def _words(sql: str, style: Style) -> Iterator[_Word]:
    data, at = sql.encode(), 0
    for token in postgast.scan(sql).tokens:
        old = data[token.start : token.end].decode()
        new = style(old, token.token)
        yield _Word(_gap(data[at : token.start].decode()), new, old.startswith('"') and new != old)
        at = token.end


def _gap(space: str) -> str:
    """White space between two words: its line breaks and the indentation after the last, else one space."""
    *lines, indentation = space.split("\n")
    return "\n" * len(lines) + indentation if lines else " " * bool(space)


def _word(text: str, token: int) -> str:
    quoted = _QUOTED.fullmatch(text)
    if quoted and token not in _VERBATIM:
        return quoted[1] if is_bare(quoted[1]) else text
    return _lower(text, token)


def _lower(text: str, token: int) -> str:
    if token in _VERBATIM or text.startswith('"'):
        return text
    # the scanner folds ASCII letters only, where the encoding is UTF-8: downcase_identifier() in scansup.c
    return re.sub("[A-Z]+", lambda m: m[0].lower(), text)


def _meaning(sql: str) -> str:
    """What the parser understands, the same for two texts that differ in spelling only."""
    tree = parsed(sql)
    try:
        return str(postgast.deparse(tree))
    except postgast.PgQueryError:
        # the deparser lacks a node; the fingerprint leaves out literals, which are copied byte for byte
        return str(postgast.fingerprint(sql).hex)


def _same(meaning: str, styled: str) -> bool:
    try:
        return _meaning(styled) == meaning
    except SqlSyntaxError:
        return False
