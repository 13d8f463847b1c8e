"""A migration ↔ the text of its file: header, UP, and DOWN as comments, so that the whole file can be pasted into an SQL editor.

`parse(render(m), version=m.version) == m`, carriage returns included. In a file that git or an editor turned to CRLF as a whole, which
its first line shows, every CRLF is read as a line feed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ..errors import MigrationFileError
from ..model import Migration
from . import header

UP_MARK = "-- UP"
DOWN_MARK = "-- DOWN (commented out, so that the whole file can be pasted into an SQL editor; `schemactl rollback` runs it)"
LINE_END = re.compile(r"(\r\n|\n|\r)")  # each of them ends a comment: scan.l
LIKE_MARK = re.compile(r"(?P<space> *)DOWN \(commented out")


def render(migration: Migration) -> str:
    """The file's text."""
    return f"{header.write(migration)}\n\n{UP_MARK}\n{migration.up}\n\n{DOWN_MARK}\n{_commented(migration.down)}"


def is_ours(text: str) -> bool:
    """Whether the text begins as `render` begins it: what does not is another tool's file."""
    return bool(header.TITLE.match(text.removeprefix("\ufeff")))


def parse(text: str, *, version: str) -> Migration:
    """The migration that a file's text holds; `version` is the file's stem.

    Raises:
        MigrationFileError: the header or the sections are not what `render` writes; the message names the line.
    """
    lines = _line_feeds_only(text.removeprefix("\ufeff")).split("\n")
    up_at, down_at = _marks(lines, version)
    return replace(
        header.read(lines[:up_at], version),
        up="\n".join(lines[up_at + 1 : down_at]).removesuffix("\n"),
        down=_uncommented("\n".join(lines[down_at + 1 :]), down_at + 2, version),
        first_lines=(up_at + 2, down_at + 2),
    )


def _line_feeds_only(text: str) -> str:
    """A carriage return is content (of a function's body) unless the header, which we write without any, has them too."""
    first, _, _ = text.partition("\n")
    return text.replace("\r\n", "\n") if first.endswith("\r") else text


def _marks(lines: Sequence[str], version: str) -> tuple[int, int]:
    """The places of UP and DOWN. UP may hold a line like the mark of DOWN, DOWN cannot (`_commented`): the last such line is the mark."""
    up = next((n for n, line in enumerate(lines) if line.rstrip() == UP_MARK), len(lines))
    down = next((n for n in range(len(lines) - 1, up, -1) if lines[n].rstrip() == DOWN_MARK), None)
    if up == len(lines):
        raise MigrationFileError(f"{version}.sql:1: the file has no line `{UP_MARK}`", hint=header.HINT)
    if down is None:
        raise MigrationFileError(f"{version}.sql:{up + 1}: no line `{DOWN_MARK}` follows `{UP_MARK}`", hint=header.HINT)
    return up, down


def _commented(script: str) -> str:
    if not script:
        return ""
    parts = LINE_END.split(script)
    parts[::2] = [_comment(line) for line in parts[::2]]
    return "".join(parts) + "\n"


def _comment(line: str) -> str:
    if LIKE_MARK.match(line):
        line = " " + line
    return f"-- {line}" if line else "--"


def _uncommented(text: str, first_line: int, version: str) -> str:
    """The script in the comments; blank lines at the end of the file are nobody's."""
    return "".join(_bare(re.sub(r"(?:\n[ \t\r]*)+\Z", "", text), first_line, version))


def _bare(text: str, number: int, version: str) -> Iterator[str]:
    parts = LINE_END.split(text)
    for line, end in zip(parts[::2], [*parts[1::2], ""], strict=True):
        yield _content(line, number, version) + end
        number += end.count("\n")


def _content(line: str, number: int, version: str) -> str:
    if not line.strip():
        return ""
    if not line.startswith("--"):
        raise MigrationFileError(
            f"{version}.sql:{number}: below the line DOWN everything must be a comment: {line[:80]}",
            hint="Begin the line with `-- `, as the others do: `schemactl rollback` runs it like that.",
        )
    line = line[2:].removeprefix(" ")
    found = LIKE_MARK.match(line)
    return line[1:] if found and found["space"] else line
