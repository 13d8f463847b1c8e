"""A type in use that no ALTER can change: a new one takes its place under every column, and under every type made of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..model import Catalog, Change, Fact, Key, Verb
from .text import aside, name_of

NATURAL = ("", " using {c}::{t}", " using {c}::text::{t}")
BY_TEXT = (" using {c}::text::{t}",)


def taken_over(fact: Fact, target: Catalog, start: Catalog, casts: Sequence[str] = BY_TEXT) -> Change:
    """The change that puts the goal's type in the place of `fact`, with a form for each way to convert the columns' values."""
    types = _resting_on(fact.key, start)
    if any(k.kind == "range_type" for k in types):
        forms = [list(_through_text(types, start, target))]
    else:
        forms = [list(_beside(types, start, target, cast)) for cast in casts]
    return Change.of(fact.key, Verb.ALTER, *forms, covers=types[1:])


def _beside(types: Sequence[Key], start: Catalog, target: Catalog, cast: str) -> Iterable[str]:
    """The old types step aside under other names, the columns follow, the old types go: each table is written once."""
    yield from (f"alter {_word(k)} {k.identity} rename to {aside(k.identity)}" for k in types)
    yield from (_create(k, start, target) for k in types)
    for head, name, type_ in _columns(types, start, target):
        yield f"{head} type {type_}{cast.format(c=name, t=type_)}"
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


def _columns(types: Sequence[Key], start: Catalog, target: Catalog) -> Iterable[tuple[str, str, str]]:
    """(`alter table … alter column …`, the column's name, its type then) of the columns with one of the types or an array of it."""
    from .column import Column

    names = {k.identity: k.identity for k in types}
    for key in types:
        multirange = getattr(start[key], "multirange", None)
        if multirange:
            names[multirange] = getattr(target.get(key), "multirange", multirange)
    for column in (f for f in start.values() if isinstance(f, Column)):
        element = column.type.removesuffix("[]")
        # what is inherited follows, what is generated was taken out of the way
        if element in names and (column.local or not column.inherited) and not column.generated:
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
