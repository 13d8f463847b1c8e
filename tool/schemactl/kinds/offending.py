"""Queries that count the rows of the start state on which a change fails. They run before it, under the names that hold then."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..model import Catalog, Key
from .default import Default
from .text import literal, name_of

if TYPE_CHECKING:
    from .column import Column

ELEMENT = re.compile(r'(?:"(?:[^"]|"")*"|[\w$.])+')
QUOTED = re.compile(r"\"(?:[^\"]|\"\")*\"|'(?:[^']|'')*'")
HASH = "satisfies_hash_partition"


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of the start state, as the goal names and types their columns."""

    start: Catalog
    goal: Catalog

    def of(self, table: Key | None, needed: Iterable[Key], alias: str = "", *, alone: bool = False, typed: bool = True) -> str:
        """What stands after FROM; empty where there is no such table yet.

        `alone` leaves out children that inherit; `typed` gives columns the goal's type. A column that is still to come has its default.
        """
        if table is None or table.kind != "table" or table not in self.start:
            return ""
        name = ("only " if alone and self._is_inherited(table) else "") + self.start.was(table).identity
        columns = [self._column(key, typed=typed) for key in sorted(needed) if key.identity.startswith(f"{table.identity}.")]
        if all(value == own for value, own in columns):
            return f"{name} as {alias}" if alias else name
        listed = ", ".join(value if value == own else f"{value} as {own}" for value, own in columns)
        return f"(select {listed} from {name}) as {alias or name_of(table.identity)}"

    def count(self, source: str, condition: str) -> str:
        return f"select count(*) from {source} where {condition}" if source else ""

    def held(self, type_: str, *, arrays: bool = True) -> Iterator[Column]:
        """The columns of tables with this type, a domain over it or (with `arrays`) an array of it.

        What is inherited comes with its parent's.
        """
        from .column import Column

        for column in self.start.values():
            mine = isinstance(column, Column) and (column.local or not column.inherited) and column.parent and column.parent.kind == "table"
            if isinstance(column, Column) and mine and type_ in _made_of(column.type.removesuffix("[]" if arrays else ""), self.start):
                yield column

    def _column(self, key: Key, *, typed: bool) -> tuple[str, str]:
        """The value and the name of a column."""
        before, after = self.start.get(key), self.goal.get(key)
        own = key.path[-1]
        if before is None:
            return self._to_come(after), own
        was, now = (getattr(column, "type", "") for column in (before, after or before))
        old = self.start.was(key).path[-1]
        return (f"{old}::{now}" if typed and was != now else old), own

    def _to_come(self, column: object) -> str:
        generated, type_ = getattr(column, "generated_as", None), getattr(column, "type", "text")
        default = next(iter(self.goal.of(column.key, Default)), None) if column else None  # type: ignore[attr-defined]
        return f"({generated or (default.expression if default else 'null')})::{type_}"

    def _is_inherited(self, table: Key) -> bool:
        return any(table.identity in (getattr(self.start[k], "inherits", None) or ()) for k in self.start.dependents.get(table, ()))


def _made_of(type_: str, catalog: Catalog) -> Iterator[str]:
    while type_:
        yield type_
        type_ = str(getattr(catalog.get(Key("domain", type_)), "type", ""))


def check(definition: str, source: str) -> str:
    """`CHECK ((a > 0))`: rows for which it is false; null passes."""
    if not source:
        return ""
    condition, _ = grouped(definition)
    return f"select count(*) from {source} where not {_in_parentheses(condition)}"


def unique(elements: Sequence[str], source: str, *, nulls_count: bool = False, where: str = "") -> str:
    """Rows beyond the first of each value."""
    if not source or not elements:
        return ""
    conditions = [where] if where else []
    conditions += [] if nulls_count else [f"{e} is not null" for e in elements]
    chosen = f" where {' and '.join(conditions)}" if conditions else ""
    groups = f"select count(*) as n from {source}{chosen} group by {', '.join(elements)} having count(*) > 1"
    return f"select coalesce(sum(n - 1), 0) from ({groups}) as repeated"


def excluded(definition: str, source: str) -> str:
    """`EXCLUDE USING gist (a WITH =, r WITH &&) WHERE (…)`: rows that meet another."""
    if not source:
        return ""
    content, rest = grouped(definition)
    pairs = [item.rpartition(" WITH ") for item in items(content)]
    listed = ", ".join(f"{element(text)} as e{n}" for n, (text, _, _) in enumerate(pairs))
    where = f" where {rest.partition('WHERE ')[2]}" if "WHERE " in rest else ""
    rows = f"(select row_number() over () as n, {listed} from {source}{where})"
    meets = " and ".join(f"a.e{n} {operator} b.e{n}" for n, (_, _, operator) in enumerate(pairs))
    return f"with t as materialized {rows} select count(*) from t as a where exists (select from t as b where a.n <> b.n and {meets})"


def orphans(columns: Sequence[str], source: str, referenced: str, theirs: Sequence[str]) -> str:
    """Rows that refer to nothing; `source` is called c, `referenced` r, which is empty where that table is still to come."""
    if not source:
        return ""
    there = " and ".join(f"c.{c} is not null" for c in columns)
    same = " and ".join(f"r.{t} = c.{c}" for c, t in zip(columns, theirs, strict=False))
    missing = f" and not exists (select from {referenced} where {same})" if referenced else ""
    return f"select count(*) from {source} where {there}{missing}"


def added_up(queries: Sequence[str]) -> str:
    """One query for several."""
    if len(queries) < 2:
        return "".join(queries)
    return "select " + " + ".join(f"({query})" for query in queries)


def one_of(value: str, labels: Sequence[str]) -> str:
    return f"{value} in ({', '.join(map(literal, labels))})"


# definitions as PostgreSQL prints them


def grouped(text: str) -> tuple[str, str]:
    """What stands in the first parentheses, and what comes after them."""
    plain = QUOTED.sub(lambda m: "x" * len(m[0]), text)
    start, depth = plain.find("("), 0
    for at in range(start, len(plain)):
        depth += {"(": 1, ")": -1}.get(plain[at], 0)
        if depth == 0:
            return text[start + 1 : at], text[at + 1 :]
    return text, ""


def items(text: str) -> list[str]:
    """The parts between commas that stand in no parentheses."""
    plain = QUOTED.sub(lambda m: "x" * len(m[0]), text)
    parts, depth, begin = [], 0, 0
    for at, char in enumerate(plain):
        depth += {"(": 1, "[": 1, ")": -1, "]": -1}.get(char, 0)
        if char == "," and depth == 0:
            parts.append(text[begin:at].strip())
            begin = at + 1
    return [*parts, text[begin:].strip()]


def element(text: str) -> str:
    """An index element without collation, operator class and order: `lower(a) COLLATE "C" DESC` → `lower(a)`."""
    if text.startswith("("):
        return f"({grouped(text)[0]})"
    found = ELEMENT.match(text)
    head = found[0] if found else text
    return f"{head}({grouped(text)[0]})" if text[len(head) : len(head) + 1] == "(" else head


def _in_parentheses(condition: str) -> str:
    whole = condition.startswith("(") and grouped(condition)[1] == ""
    return condition if whole else f"({condition})"
