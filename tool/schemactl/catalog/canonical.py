"""Text that PostgreSQL prints in two ways for one meaning, brought to the one that it prints from then on.

`status in ('a', 'b')` over varchar prints as `(ARRAY['a'::character varying, …])::text[]` once, and after that text was read back
as `ARRAY[('a'::character varying)::text, …]`: the parser distributes a cast over an array constructor (transformArrayExpr in
parse_expr.c).
"""

from __future__ import annotations

import re

_ELEMENT = r"'(?:[^']|'')*'::character varying(?:\(\d+\))?"
_CAST_ARRAY = re.compile(rf"\(ARRAY\[({_ELEMENT}(?:, {_ELEMENT})*)\]\)::text\[\]")


def canonical(text: str) -> str:
    """The form that PostgreSQL's own text has after one round trip; other text as it is."""
    if "])::text[]" not in text:
        return text
    return _CAST_ARRAY.sub(lambda m: "ARRAY[" + re.sub(_ELEMENT, lambda e: f"({e[0]})::text", m[1]) + "]", text)
