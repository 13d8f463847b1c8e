"""Rows that move between tables, by column name."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .column import Column


def copied(
    before: Sequence[Column], after: Sequence[Column], source: str, target: str, through: str = "", recast: Container[str] = ()
) -> Iterator[str]:
    """The statement that fills `target` from `source`; generated columns fill themselves, and without a common column there is none.

    `through` is "::text" where the types have no cast of their own; `recast` are types that are others under the same name.
    """
    old = {c.name: c for c in before}
    both = [(old[c.name], c) for c in after if c.name in old and not c.generated]
    if both:
        values = ", ".join(
            a.name
            if a.type == b.type and b.type.removesuffix("[]") not in recast
            else f"{a.name}{'' if 'text' in (a.type, b.type) else through}::{b.type}"
            for a, b in both
        )
        yield f"{_into(target, [b for _, b in both])}\nselect {values}\n  from {source}"


def moved(columns: Sequence[Column], source: str, target: str, condition: str) -> str:
    """The statement that takes the rows of `source` that fulfil the condition to `target`."""
    stored = [c for c in columns if not c.generated]
    names = ", ".join(c.name for c in stored)
    taken = f"with moved as (\n    delete from {source}\n     where {condition}\n    returning {names}\n)"
    return f"{taken}\n{_into(target, stored)}\nselect {names}\n  from moved"


def _into(target: str, columns: Sequence[Column]) -> str:
    # keeps the values of identity columns
    overriding = " overriding system value" if any(c.identity_mode for c in columns) else ""
    return f"insert into {target} ({', '.join(c.name for c in columns)}){overriding}"
