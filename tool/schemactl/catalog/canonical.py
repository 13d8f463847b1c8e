"""Text that PostgreSQL prints in two ways for one meaning, brought to the one that it prints from then on.

`status in ('a', 'b')` over varchar prints as `(ARRAY['a'::character varying, …])::text[]` once, and after that text was read back
as `ARRAY[('a'::character varying)::text, …]`: the parser distributes a cast over an array constructor (transformArrayExpr in
parse_expr.c).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

_CONSTANT = r"'(?:[^']|'')*'::[a-z ]+(?:\(\d+\))?"
_SPARSE = re.compile(rf"\bARRAY\[({_CONSTANT}(?:, {_CONSTANT})*)\]::([a-z ]+)\[\]")
_ARRAY = re.compile(r"'(?:[^']|'')*'|(?P<array>\(ARRAY\[)")
_BODY = re.compile(r"^AS \$(function|procedure)", re.M)
_CAST = re.compile(r"\]\)::([\w \".]+?(?:\(\d+(?:,\d+)?\))?)\[\]")
_MARK = re.compile(r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|[\[(]|[\])]|,")


def canonical(text: str) -> str:
    """The form that PostgreSQL's own text has after one round trip; other text, and somebody's own inside it, as it is."""
    if "ARRAY[" not in text or "[]" not in text or _BODY.search(text):
        return text
    # where PostgreSQL leaves out parentheses that say nothing
    text = _SPARSE.sub(lambda m: "ARRAY[" + re.sub(_CONSTANT, lambda e: f"{e[0]}::{m[2]}", m[1]) + "]", text)
    found = _ARRAY.search(text)
    while found:
        if found["array"]:
            text = _distributed(text, found.start())
        found = _ARRAY.search(text, found.start() + 1 if found["array"] else found.end())
    return text


def _distributed(text: str, at: int) -> str:
    """The text with the cast of the array constructor that begins at `at` moved to its elements, if it has one."""
    begin = at + len("(ARRAY[")
    commas, end = _members(text, begin)
    cast = _CAST.match(text, end)
    if not cast:
        return text
    cuts = [begin - 2, *commas, end]
    elements = (text[a + 2 : b] for a, b in pairwise(cuts))
    return text[:at] + "ARRAY[" + ", ".join(f"({e})::{cast[1]}" for e in elements) + "]" + text[cast.end() :]


def _members(text: str, begin: int) -> tuple[list[int], int]:
    """Where the commas between the members of a bracket stand that opens before `begin`, and where it closes."""
    commas: list[int] = []
    depth = 0
    for mark, position in _marks(text, begin):
        if mark == "," and not depth:
            commas.append(position)
        elif mark in "[(":
            depth += 1
        elif mark in "])":
            depth -= 1
            if depth < 0:
                return commas, position
    return commas, len(text)


def _marks(text: str, begin: int) -> Iterator[tuple[str, int]]:
    return ((m[0], m.start()) for m in _MARK.finditer(text, begin))
