"""A column's counter keeps its position: serial to identity, identity to serial; a plain column's new one starts after its values."""

from __future__ import annotations

from collections.abc import Iterable

from ..model import Catalog, Key
from .default import Default
from .sequence import Sequence
from .text import aside, literal


def sequence_behind(column: Key, catalog: Catalog) -> Sequence | None:
    """The sequence that a column's default calls, or that it owns; not the one of an identity column."""
    called = [k for d in catalog.of(column, Default) for k in catalog.edges.get(d.key, ())]
    found = (catalog[k] for k in (*called, *catalog.dependents.get(column, ())))
    return next((f for f in found if isinstance(f, Sequence) and not f.is_identity), None)


def from_sequence(column: Key, add: str, start: Catalog, target: Catalog) -> Iterable[str]:
    """Adds the identity and hands it the position of the sequence before it, which then goes; nothing where there is none or it stays."""
    old, new = sequence_behind(column, start), _identity(column, target)
    if not old or not new or old.key in target:
        return
    name = old.name
    if old.name == new.name:
        name, rename = _set_aside(old)
        yield rename
    yield add
    yield _hand_over(name, new.name)
    yield f"drop sequence {name}"


def from_values(table: str, name: str, column: Key, target: Catalog) -> Iterable[str]:
    """The new identity goes on after the values that the column has."""
    new = _identity(column, target)
    if new:
        beyond = f"greatest(max({name}) + 1, {new.start})" if new.increment > 0 else f"least(min({name}) - 1, {new.start})"
        yield f"select setval({literal(new.name)}, {beyond}, false) from {table}"


def to_sequence(column: Key, start: Catalog, target: Catalog) -> Iterable[str]:
    """Makes the sequence that the column's default will call, at the position of the identity before it."""
    old, new = _identity(column, start), _arriving(column, start, target)
    create = new.create(target) if new else None
    if not old or not new or not create:
        return
    name = old.name
    if old.name == new.name:
        name, rename = _set_aside(old)
        yield rename
    yield from (s.sql for s in create.forms[0])
    yield _hand_over(name, new.name)


def handed_over(column: Key, start: Catalog, target: Catalog) -> Iterable[Key]:
    """The sequence that `from_sequence` drops, with what is said of it, or the one that `to_sequence` makes."""
    if _identity(column, target):
        old = sequence_behind(column, start)
        return start.inside([old.key]) if old and old.key not in target else ()
    new = _arriving(column, start, target)
    return target.inside([new.key]) if new else ()


def _arriving(column: Key, start: Catalog, target: Catalog) -> Sequence | None:
    """The sequence behind the column in the end that does not exist yet."""
    new = sequence_behind(column, target)
    return new if new and new.key not in start else None


def _identity(column: Key, catalog: Catalog) -> Sequence | None:
    return next((s for s in catalog.of(column, Sequence) if s.is_identity), None)


def _set_aside(sequence: Sequence) -> tuple[str, str]:
    other = aside(sequence.name)
    return f"{sequence.name.rpartition('.')[0]}.{other}", f"alter sequence {sequence.name} rename to {other}"


def _hand_over(before: str, after: str) -> str:
    return f"select setval({literal(after)}, last_value, is_called) from {before}"
