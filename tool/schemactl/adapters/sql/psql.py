"""What psql knows and the parser does not: backslash commands between the statements of a script."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from .parser import SqlSyntaxError
from .split import Piece, comment_end, split_open

_LEXEME = re.compile(
    r"""
      --[^\n\r]*
    | (?P<comment>/\*)
    | [eE]'(?:[^'\\]|\\.|'')*+'
    | '(?:[^']|'')*+'
    | "(?:[^"]|"")*+"
    | (?P<tag>\$(?:[^\W\d]\w*)?\$)
    | [^\W\d][\w$]*
    | \\(?P<command>\w+\+?|[^\n]?)[ \t]*(?P<argument>[^\n]*)
    """,
    re.VERBOSE | re.DOTALL,
)
_INCLUDES = {"i": False, "include": False, "ir": True, "include_relative": True}


@dataclass(frozen=True, slots=True)
class Meta:
    """A backslash command: its name without the backslash, the rest of its line, and its place in characters (`end` is the line's end)."""

    command: str
    argument: str
    offset: int
    end: int

    @property
    def is_include(self) -> bool:
        r"""It is `\i` or `\ir`: psql runs another file at this place."""
        return self.command in _INCLUDES

    @property
    def is_relative(self) -> bool:
        r"""It is `\ir`: the file's name counts from the folder of the script that has it."""
        return _INCLUDES.get(self.command, False)

    @property
    def path(self) -> str:
        """The argument as a file name, the quotes around it taken off."""
        if len(self.argument) > 1 and self.argument[0] == self.argument[-1] and self.argument[0] in "'\"":
            quote = self.argument[0]
            return self.argument[1:-1].replace(quote * 2, quote)
        return self.argument


def metas(text: str) -> tuple[Meta, ...]:
    """The backslash commands of a script: every backslash that stands in no literal, quoted name, comment or dollar body is one."""
    return tuple(_metas(text))


def script(text: str) -> tuple[Piece | Meta, ...]:
    """The statements and backslash commands of a script, in order.

    Raises:
        SqlSyntaxError: a statement is no SQL, or a backslash command cuts one in two.
    """
    parts: list[Piece | Meta] = []
    at = 0
    for meta in metas(text):
        pieces, is_open = _section(text, at, meta.offset)
        parts += pieces
        if is_open and meta.is_include:
            raise SqlSyntaxError("an include stands inside a statement: the one before it lacks its semicolon", position=meta.offset + 1)
        parts.append(meta)
        at = meta.end
    parts += _section(text, at, len(text))[0]
    return tuple(parts)


def _section(text: str, start: int, end: int) -> tuple[tuple[Piece, ...], bool]:
    try:
        pieces, is_open = split_open(text[start:end])
    except SqlSyntaxError as error:
        position = None if error.position is None else error.position + start
        raise SqlSyntaxError(str(error), position=position, hint=error.hint) from None
    return tuple(replace(p, offset=p.offset + start) for p in pieces), is_open


def _metas(text: str) -> Iterator[Meta]:
    at = 0
    while found := _LEXEME.search(text, at):
        at = found.end()
        if found["comment"]:
            at = comment_end(text, found.start())
        elif tag := found["tag"]:
            close = text.find(tag, at)
            at = close + len(tag) if close >= 0 else len(text)
        elif found["command"] is not None:
            yield Meta(found["command"], found["argument"].strip(), found.start(), at)
