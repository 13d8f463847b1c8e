"""A type in use that no ALTER can change: a new one takes its place under every column, and under every type made of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ..model import Catalog, Change, Fact, Key, Verb
from .text import aside, name_of

NATURAL = ("", " using {c}::{t}", " using {c}::text::{t}")
BY_TEXT = (" using {c}::text::{t}",)


def taken_over(fact: Fact, target: Catalog, start: Catalog, casts: Sequence[str] = BY_TEXT) -> Change:
    """The change that puts the goal's type in the place of `fact`, with a form for each way to convert the columns' values."""
    types = _resting_on(fact.key, start)
    if any(k.kind == "range_type" for k in types):
        return Change.of(fact.key, Verb.ALTER, list(_through_text(types, start, target)), covers=types[1:])
    keyed, covers = _keyed(types, start, target)
    forms = [list(_beside(types, start, target, cast, keyed)) for cast in casts]
    return Change.of(fact.key, Verb.ALTER, *forms, covers={*types[1:], *covers})


def written_away(table: Key, start: Catalog) -> tuple[list[str], list[str], list[Key]]:
    """Statements that turn columns of the table's row type, or of a type made of it, into text and back; the keys of these columns.

    While a column has such a type the table cannot be written anew: https://www.postgresql.org/docs/current/sql-altertable.html
    """
    from .column import Column
    from .default import Default

    names = {k.identity for k in _resting_on(table, start)}
    columns = [c for c in start.values() if isinstance(c, Column) and c.type.removesuffix("[]") in names and c.local and not c.generated]
    away, back = [], []
    for column in columns:
        head = f"alter table {column.table} alter column {column.name}"
        defaults = start.of(column.key, Default)
        away += [*(f"{head} drop default" for _ in defaults), f"{head} type text using {column.name}::text"]
        back += [f"{head} type {column.type} using {column.name}::{column.type}", *(f"{head} set default {d.expression}" for d in defaults)]
    return away, back, [c.key for c in columns]


def _beside(types: Sequence[Key], start: Catalog, target: Catalog, cast: str, keyed: Mapping[Key, list[str]]) -> Iterable[str]:
    """The old types step aside under other names, the columns follow, the old types go: each table is written once."""
    yield from (f"alter {_word(k)} {k.identity} rename to {aside(k.identity)}" for k in types)
    yield from (_create(k, start, target) for k in types)
    for head, name, type_ in _columns(types, start, target, keyed):
        yield f"{head} type {type_}{cast.format(c=name, t=type_)}"
    for statements in keyed.values():
        yield from statements
    yield from (f"drop {_word(k)} {_schema(k)}{aside(k.identity)}" for k in reversed(types))


def _through_text(types: Sequence[Key], start: Catalog, target: Catalog) -> Iterable[str]:
    """A range type's functions keep their names when it is renamed: its columns are text in between."""
    columns = list(_columns(types, start, target))
    yield from (f"{head} type text using {name}::text" for head, name, _ in columns)
    yield from (f"drop {_word(k)} {k.identity}" for k in reversed(types))
    yield from (_create(k, start, target) for k in types)
    yield from (f"{head} type {type_} using {name}::{type_}" for head, name, type_ in columns)


def _resting_on(key: Key, start: Catalog) -> list[Key]:
    """The type, then the domains, composite and range types made of it, each after what it needs."""
    order: list[Key] = []

    def visit(key: Key) -> None:
        for user in sorted(start.dependents.get(key, ())):
            whole = start[user].parent if user.kind == "view_column" else user
            if whole and whole.kind in ("domain", "composite_type", "range_type") and whole not in order:
                visit(whole)
        order.insert(0, key)

    visit(key)
    return order


def _keyed(types: Sequence[Key], start: Catalog, target: Catalog) -> tuple[dict[Key, list[str]], set[Key]]:
    """The tables that are partitioned by a column of one of the types, each with the statements that make it anew; the keys they touch.

    No ALTER changes the type of such a column: https://www.postgresql.org/docs/current/sql-altertable.html
    """
    from .rebuild import refilled
    from .table import Table

    names = frozenset(k.identity for k in types)
    keyed: dict[Key, list[str]] = {}
    covers: set[Key] = set()
    for table in (f for f in start.values() if isinstance(f, Table) and f.partition_columns):
        root = _root(table.key, start)
        before, after = start[root], target.get(root)
        columns = (column.split(" ", 1)[1] for column in table.partition_columns or ())
        if root not in keyed and names & set(columns) and isinstance(before, Table) and isinstance(after, Table):
            keyed[root], touched = refilled(before, after, start, target, names)
            covers |= touched | {root}
    return keyed, covers


def _root(table: Key, catalog: Catalog) -> Key:
    """The topmost table that this one is a partition of."""
    from .partition import Partition

    for partition in catalog.of(table, Partition):
        return _root(partition.of_address, catalog) if partition.of_address else table
    return table


def _columns(types: Sequence[Key], start: Catalog, target: Catalog, keyed: Iterable[Key] = ()) -> Iterable[tuple[str, str, str]]:
    """(`alter table … alter column …`, the column's name, its type then) of the columns with one of the types or an array of it.

    Not those of the tables `keyed`, which are made anew.
    """
    from .column import Column

    names = {k.identity: k.identity for k in types}
    for key in types:
        multirange = getattr(start[key], "multirange", None)
        if multirange:
            names[multirange] = getattr(target.get(key), "multirange", multirange)
    for column in (f for f in start.values() if isinstance(f, Column)):
        element = column.type.removesuffix("[]")
        # what is inherited follows, what is generated was taken out of the way
        follows = (column.inherited and not column.local) or column.generated
        if element in names and not follows and not (column.parent and _root(column.parent, start) in keyed):
            then = names[element] + column.type[len(element) :]
            yield f"alter table {column.table} alter column {column.name}", column.name, then


def _create(key: Key, start: Catalog, target: Catalog) -> str:
    fact, catalog = (target[key], target) if key in target else (start[key], start)
    anew = getattr(fact, "create_as_in", None)
    change: Change | None = anew(start, catalog) if anew else fact.create(catalog)
    return change.forms[0][0].sql if change else ""


def _word(key: Key) -> str:
    return "domain" if key.kind == "domain" else "type"


def _schema(key: Key) -> str:
    return key.identity.removesuffix(name_of(key.identity))
