"""The text of a condition → values that may satisfy it: its literals, their neighbours, texts of the lengths and patterns it names."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from decimal import Decimal

from .patterns import matching

LITERAL = re.compile(r"(?P<escaped>E)?'(?P<text>(?:[^']|'')*)'")
NUMBER = re.compile(r"(?<![\w'.])\d+(?:\.\d+)?(?![\w'])")
MATCHED = re.compile(
    r"(?i)(?:(?<![!~])~(?P<like>~)?\*?|\b(?P<word>i?like)\b)\s*(?:ANY \(ARRAY\[)?\(?(?P<escaped>E)?'(?P<text>(?:[^']|'')*)'"
)
DAY = re.compile(r"(?P<day>\d{4}-\d\d-\d\d)(?P<rest>.*)")
LENGTH = re.compile(r"length\(|substr|octet_|left\(|right\(", re.I)
LONGEST = 3000


def hints(condition: str) -> tuple[str, ...]:
    """Candidates, the likely ones first, each once; which of them are values of a column's type is for PostgreSQL to say."""
    return tuple(dict.fromkeys(_hints(condition)))


def _hints(condition: str) -> Iterator[str]:
    for found in MATCHED.finditer(condition):
        pattern = _plain(found)
        yield from _alike(pattern) if found["like"] or found["word"] else matching(pattern)
    texts = [_plain(found) for found in LITERAL.finditer(condition)]
    yield from texts
    numbers = [Decimal(n) for n in NUMBER.findall(LITERAL.sub("''", condition))]
    numbers += [Decimal(t) for t in texts if re.fullmatch(r"-?\d+(\.\d+)?", t)]
    if LENGTH.search(condition):
        yield from _of_length(n for n in numbers if 0 <= n <= LONGEST)
    for number in numbers:
        # halves too: a share lies between 0 and 1
        yield from (f"{n:f}" for n in (number, number + 1, number - 1, number / 2, -number))
    for text in texts:
        yield from _neighbours(text)
    yield from _objects(texts)
    yield from (t.upper() for t in ("alpha", "beta", "gamma") if "upper(" in condition)


def _plain(found: re.Match[str]) -> str:
    text = found["text"].replace("''", "'")
    return text.replace("\\\\", "\\") if found["escaped"] else text


def _alike(pattern: str) -> Iterator[str]:
    for filler in "abcd":
        for often in (1, 4, 8):
            yield pattern.replace("%", filler * often).replace("_", filler)


def _of_length(numbers: Iterator[Decimal]) -> Iterator[str]:
    for number in numbers:
        for length in (int(number), int(number) + 1, int(number) - 1):
            yield from (char * length for char in "abcdefgh" if length > 0)


def _neighbours(text: str) -> Iterator[str]:
    """The days around a date: a bound may be the first value that is too much."""
    found = DAY.fullmatch(text)
    if not found:
        return
    try:
        day = datetime.date.fromisoformat(found["day"])
    except ValueError:
        return
    for days in (1, -1, 2, 3):
        yield (day + datetime.timedelta(days=days)).isoformat() + found["rest"]


def _objects(texts: list[str]) -> Iterator[str]:
    """A JSON object that has every name the condition speaks of."""
    names = list(dict.fromkeys(t for t in texts if re.fullmatch(r"\w+", t)))[:8]
    for value in ("1", "2", "3", '"a"', '"b"', "true", "[]", "{}"):
        if names:
            yield "{" + ", ".join(f'"{n}": {value}' for n in names) + "}"
