"""What became of the rows of a copy: rows and values that were there before and are not after."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from ..adapters.database import Database
from ..adapters.sql import quote_literal
from ..errors import ConnectionLost, DatabaseError
from .composite import Reshaping
from .contents import Contents, Held, Values

GONE = " (gone)"
UNORDERED = frozenset({"json"})
"""Types whose text may change without a change of what it says, and which have no equality."""


@dataclass(frozen=True, slots=True)
class Names:
    """What changes its name on the way: tables old → new, columns (old table, old column) → new column."""

    tables: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def table(self, name: str) -> str:
        return self.tables.get(name, name)

    def column(self, table: str, name: str) -> str:
        return self.columns.get((table, name), name)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it was: of a whole table where `column` is empty. `gone`: the column or table itself is not there any more.

    `retyped`: the column has another type now, which some of its values do not fit into unchanged. `tables` are all that may have held
    the rows: partitions, and what they are partitions of.
    """

    table: str
    column: str
    what: str
    gone: bool = False
    retyped: bool = False
    tables: frozenset[str] = frozenset()

    @property
    def identity(self) -> str:
        return f"{self.table}.{self.column}" if self.column else self.table

    def is_of(self, identity: str) -> bool:
        """Whether this is the column or the table, or of a column of the table."""
        return identity in (self.identity, self.table) or any(identity in (t, f"{t}.{self.column}") for t in self.tables)

    def __str__(self) -> str:
        return f"{self.identity}: {self.what}"


def names_between(before: Contents, after: Contents) -> Names:
    """The new names of what is there on both sides, recognised by its oid and its columns' numbers, else by name.

    A name that something else has taken over is `gone` for whoever had it before.
    """
    tables: dict[str, str] = {}
    columns: dict[tuple[str, str], str] = {}
    now = {oid: name for t in after.tables.values() for oid, name in zip(t.oids, (t.name, t.root), strict=True)}
    was = {oid: name for t in before.tables.values() for oid, name in zip(t.oids, (t.name, t.root), strict=True)}
    for oid, name in was.items():
        tables[name] = now.get(oid) or _unless_taken(name, {n: o for o, n in now.items()}, was)
    for old in before.tables.values():
        new = after.tables.get(tables[old.name])
        if new and new.oids[0] == old.oids[0]:
            columns |= {(old.name, c): c2 for c, c2 in _by_number(old, new).items()}
    return Names(tables, columns)


def retyped(before: Contents, after: Contents, names: Names) -> Iterator[str]:
    """Columns that have another type now."""
    now = {(t.root, c): type_ for t in after.tables.values() for c, type_ in t.types.items()}
    for table in before.tables.values():
        for column, type_ in table.types.items():
            at = names.table(table.root), names.column(table.name, column)
            if now.get(at, type_) != type_:
                yield ".".join(at)


def _by_number(old: Held, new: Held) -> dict[str, str]:
    now, was = ({number: c for c, number in t.numbers.items()} for t in (new, old))
    return {c: now.get(number) or _unless_taken(c, new.numbers, was) for number, c in was.items()}


def _unless_taken(name: str, taken: Mapping[str, int], known: Mapping[int, str]) -> str:
    return name + GONE if taken.get(name) in known else name


def compare(database: Database, before: Contents, after: Contents, names: Names) -> tuple[Finding, ...]:
    """What of `before` is not in `after`, under the new names. Values of a changed type are compared with a cast's through text."""
    comparison = _Comparison(database, names, _renamed(before, after), Reshaping(before.shapes, after.shapes))
    return tuple(comparison.findings(before, after))


def _renamed(before: Contents, after: Contents) -> dict[str, dict[str, str]]:
    """Type → old label → new label."""
    out: dict[str, dict[str, str]] = {}
    for oid, (type_, label) in after.labels.items():
        if oid in before.labels and before.labels[oid][1] != label:
            out.setdefault(type_, {})[before.labels[oid][1]] = label
    return out


@dataclass(frozen=True, slots=True)
class _Comparison:
    database: Database
    names: Names
    labels: Mapping[str, Mapping[str, str]]
    reshaping: Reshaping

    def findings(self, before: Contents, after: Contents) -> Iterator[Finding]:
        there = list(after.tables.values())
        for group in _groups(self._under_new_names(before), there):
            old = [t for t in group[0] if t.count]
            if old and group[1]:
                names = frozenset(name for t in (*old, *group[1]) for name in (t.name, t.root))
                yield from (replace(f, tables=names) for pair in _pairs(old, group[1]) for f in self._compared(*pair))
            for table in old if not group[1] else ():
                yield Finding(table.name.removesuffix(GONE), "", f"{_rows_of(table.count)} lost with the table", gone=True)

    def _under_new_names(self, contents: Contents) -> list[Held]:
        n = self.names
        return [
            replace(
                t,
                name=n.table(t.name),
                root=n.table(t.root),
                types={n.column(t.name, c): type_ for c, type_ in t.types.items()},
                generated=frozenset(n.column(t.name, c) for c in t.generated),
                columns={n.column(t.name, c): values for c, values in t.columns.items()},
                shapes={n.column(t.name, c): shape for c, shape in t.shapes.items()},
            )
            for t in contents.tables.values()
        ]

    def _compared(self, old: Sequence[Held], new: Sequence[Held]) -> Iterator[Finding]:
        name = old[0].name if len(old) == 1 and not old[0].is_partition else old[0].root
        counts = sum(t.count for t in old), sum(t.count for t in new)
        if counts[1] < counts[0]:
            yield Finding(name, "", f"{_rows_of(counts[0] - counts[1])} of {counts[0]} lost")
            return
        if counts[1] > counts[0]:
            yield Finding(name, "", f"{_rows_of(counts[1] - counts[0])} more than the {counts[0]} that were there")
            return
        left = {c for t in new for c in t.columns}
        for column in dict.fromkeys(c for t in old for c in t.columns if c not in left):
            held = sum(v is not None for t in old for v in t.columns.get(column, ()))
            if held:
                yield Finding(name, column.removesuffix(GONE), f"{held} value{'s' if held != 1 else ''} lost with the column", gone=True)
        yield from self._values(name, old, new)

    def _values(self, name: str, old: Sequence[Held], new: Sequence[Held]) -> Iterator[Finding]:
        everywhere = [c for c in old[0].columns if all(c in t.columns for t in (*old, *new))]
        both: list[tuple[Values, Values]] = []
        for column in everywhere:
            if all(column in t.generated for t in (*old, *new)):
                continue
            was, now = ([v for t in side for v in t.columns[column]] for side in (old, new))
            at, shapes = Finding(name, column, ""), (old[0].shapes.get(column, 0), new[0].shapes.get(column, 0))
            if all(shapes):
                now = self.reshaping.left(now, *shapes)
                expected, finding = self._composite(at, shapes, was, now)
            elif any(shapes):
                expected, finding = None, _counted(at, was, now)
            else:
                expected, finding = self._column(at, (old[0].types[column], new[0].types[column]), was, now)
            if finding:
                yield finding
            elif expected is not None:
                both.append((expected, now))
        rows = [Counter(zip(*side, strict=True)) for side in zip(*both, strict=True)] if both else []
        if rows and rows[0] != rows[1]:
            yield Finding(name, "", "values have changed places between the rows")

    def _column(self, at: Finding, types: tuple[str, str], was: Values, now: Values) -> tuple[Values | None, Finding | None]:
        """What the values must be now, None where nobody can tell; and what is wrong with what they are."""
        expected = self._relabelled(types[1], was) if types[0] == types[1] else self._cast(was, types[1])
        if expected is None:
            return None, _counted(at, was, now)
        if Counter(expected) != Counter(now):
            return expected, Finding(at.table, at.column, _example(expected, now), retyped=types[0] != types[1])
        if types[0] != types[1] and (changed := self._changed(types[0], was, expected)):
            return expected, Finding(at.table, at.column, changed, retyped=True)
        return expected, None

    def _composite(self, at: Finding, shapes: tuple[int, int], was: Values, now: Values) -> tuple[Values, Finding | None]:
        expected, other = self.reshaping.expected(was, *shapes, self.labels), self.reshaping.is_other(*shapes)
        if Counter(expected) != Counter(now):
            return expected, replace(at, what=_example(expected, now), retyped=other)
        lost = self.reshaping.lost(was, *shapes)
        return expected, replace(at, what=f"an attribute of {lost} values lost", retyped=True) if lost else None

    def _relabelled(self, type_: str, values: Values) -> Values:
        labels = self.labels.get(type_.removesuffix("[]"))
        if not labels:
            return values
        if type_.endswith("[]"):
            return [v and re.sub(r"[^{},]+", lambda m: labels.get(m[0], m[0]), v) for v in values]
        return [v and labels.get(v, v) for v in values]

    def _cast(self, values: Sequence[str | None], type_: str) -> Values | None:
        items = ", ".join("null" if v is None else quote_literal(v) for v in values)
        source = f"unnest(array[{items}]::text[]) with ordinality u (x, n)"
        try:
            return list(self.database.value(f"select array(select x::{type_}::text from {source} order by n)"))
        except ConnectionLost:
            raise
        except DatabaseError:
            return None

    def _changed(self, type_: str, was: Values, now: Values) -> str:
        """A value that the new type holds otherwise, found by the way back; empty where there is none or nobody can tell."""
        if type_ in UNORDERED:
            return ""
        for a, b in dict.fromkeys(zip(was, now, strict=True)):
            if a is None or b is None or a == b:
                continue
            try:
                same = self.database.value(f"select {quote_literal(a)}::text::{type_} = {quote_literal(b)}::text::{type_}")
            except ConnectionLost:
                raise
            except DatabaseError:
                same = True
            if not same:
                return f"{_short(a)} became {_short(b)}"
        return ""


def _counted(at: Finding, was: Values, now: Values) -> Finding | None:
    """Where values cannot be compared: that there are fewer."""
    held = sum(v is not None for v in was), sum(v is not None for v in now)
    return replace(at, what=f"{held[0] - held[1]} of {held[0]} values lost", retyped=True) if held[1] < held[0] else None


def _groups(before: Iterable[Held], after: Iterable[Held]) -> Iterator[tuple[list[Held], list[Held]]]:
    """Tables of both sides that may have exchanged rows: the same one, and whatever belongs to one partitioned table on either side."""
    sides = list(before), list(after)
    leader: dict[str, str] = {}

    def find(name: str) -> str:
        while leader.setdefault(name, name) != name:
            name = leader[name]
        return name

    for table in (*sides[0], *sides[1]):
        leader[find(table.name)] = find(table.root)
    by_leader = [{k: list(g) for k, g in groupby(sorted(s, key=lambda t: find(t.name)), key=lambda t: find(t.name))} for s in sides]
    for name, group in by_leader[0].items():
        yield group, by_leader[1].get(name, [])


def _pairs(old: Sequence[Held], new: Sequence[Held]) -> list[tuple[Sequence[Held], Sequence[Held]]]:
    """Table by table where no row has moved from one to another, since a child may have columns of its own; a partition has none."""
    there = {t.name: t for t in new}
    partitioned = any(t.is_partition for t in (*old, *new))
    if not partitioned and all(t.name in there and there[t.name].count == t.count for t in old):
        return [([t], [there[t.name]]) for t in old]
    return [(old, new)]


def _example(expected: Values, now: Values) -> str:
    lost, new = (list((Counter(a) - Counter(b)).elements()) for a, b in ((expected, now), (now, expected)))
    return f"{len(lost)} of {len(now)} values are others: {_short(lost[0])} became {_short(new[0])}"


def _short(value: str | None) -> str:
    text = "null" if value is None else quote_literal(value)
    return text if len(text) <= 40 else text[:37] + "…'"


def _rows_of(count: int) -> str:
    return f"{count} row{'s' if count != 1 else ''}"
