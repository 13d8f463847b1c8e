"""From one type's values to another's: the USING clauses of a column whose type changes, the most natural first."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..model import Catalog, Key

NUMBER = re.compile(r"(smallint|integer|bigint|real|double precision|numeric)(?!.*\[\])")
TEXT = re.compile(r"(text|character|(\S+\.)?citext)(?!.*\[\])")
JSON = ("json", "jsonb")


def conversions(column: str, before: str, after: str, start: Catalog, goal: Catalog) -> Iterable[str]:
    """`""` for the assignment cast, then ` using …` in ever less likely forms, through text in the end.

    https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-SET-DATA-TYPE
    """
    special = _special(column, base(before, start), base(after, goal), after)
    explicit = f"{column}::{after}"
    # an array has a cast from text, which takes nothing but an array's text
    expressions = (special, explicit) if after.endswith("[]") else (explicit, special)
    yield ""
    yield from (f" using {e}" for e in (*expressions, f"{column}::text::{after}") if e)


def _special(column: str, before: str, after: str, to: str) -> str:
    """What a person would write where no cast, or a wrong one, leads from one type to the other."""
    if after in JSON and before not in JSON and not TEXT.match(before):
        return f"to_{after}({column})"
    if after == "boolean" and NUMBER.match(before):
        return f"{column} <> 0"
    if before == "boolean" and NUMBER.match(after):
        return f"{column}::integer::{to}"
    if after.endswith("[]") and not before.endswith("[]") and before not in JSON:
        one = f"when {column} is not null then array[{column}]::{to} end"
        return f"case when {column} like '{{%' then {column}::{to} {one}" if TEXT.match(before) else f"case {one}"
    return ""


def base(type_: str, catalog: Catalog) -> str:
    """What a domain rests on in the end; any other type is its own base."""
    while domain := catalog.get(Key("domain", type_)):
        type_ = str(getattr(domain, "type", ""))
    return type_
