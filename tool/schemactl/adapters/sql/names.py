"""Text that may be SQL → the names that stand in it."""

from __future__ import annotations

import re

import postgast

_WORD = re.compile(r"[^\W\d][\w$]*")


def names(text: str) -> tuple[str, ...]:
    """The words of the text in order, quoted ones as they are meant: `"Order Book".id` → `("Order Book", "id")`.

    Keywords are among them, since many may be names. Comments and literals are not; in what is no SQL nothing is found.
    """
    data = text.encode()
    try:
        tokens = postgast.scan(text).tokens
    except postgast.PgQueryError:
        return ()
    found = (data[t.start : t.end].decode() for t in tokens)
    return tuple(_meant(word) for word in found if word.startswith('"') or _WORD.fullmatch(word))


def last_name(identity: str) -> str:
    """The object's own name: `public."Order Book"(integer)` → `Order Book`."""
    return names(re.sub(r'\((?:[^"]|"(?:[^"]|"")*")*\)$', "", identity))[-1]


def _meant(word: str) -> str:
    return word[1:-1].replace('""', '"') if word.startswith('"') else word.lower()
