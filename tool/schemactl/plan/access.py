"""What a change gives to each role and takes from it, in the words of a summary."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from ..model import Access, Catalog, Key
from .hazards import CHANGES_ACCESS, Hazard

SHOWN = 3
OUTSIDERS = frozenset({"anon", "authenticated", "public"})
"""Whoever may reach the database without being one of its own roles: on Supabase through the API."""


def access(start: Catalog, goal: Catalog) -> tuple[str, ...]:
    """A line for each role: `anon: + select on table public.orders; - execute on function public.f()`.

    What goes with a dropped object, or comes with a new one as PostgreSQL gives it, is not said.
    """
    gained, lost = (_in_short(changes, start) for changes in (gains(start, goal), losses(start, goal)))
    roles = sorted({a.role for a in (*gained, *lost)})
    return tuple(f"{role}: {'; '.join([*_said('+', role, gained), *_said('-', role, lost)])}" for role in roles)


def access_hazards(start: Catalog, goal: Catalog) -> tuple[Hazard, ...]:
    """One for each outsider that gains access, and for each role that loses some on objects that stay."""
    gained = (a for a in _in_short(gains(start, goal), start) if a.role in OUTSIDERS)
    return (*_by_role(gained, "gains"), *_by_role(losses(start, goal), "loses"))


def _by_role(changes: Iterable[Access], verb: str) -> Iterator[Hazard]:
    found = sorted(changes, key=lambda a: (a.role, str(a.object), str(a)))
    for role, group in groupby(found, key=lambda a: a.role):
        mine = list(group)
        others = len({a.object for a in mine}) - 1
        yield Hazard(CHANGES_ACCESS, mine[0].object, f"{role} {verb} {mine[0]}{f', and access to {others} more' if others else ''}")


def _in_short(changes: Iterable[Access], start: Catalog) -> tuple[Access, ...]:
    """Whoever reviews a new object reads its policies in full."""
    return tuple(a if a.object in start else replace(a, condition="") for a in changes)


def gains(start: Catalog, goal: Catalog) -> tuple[Access, ...]:
    """What roles may do in the goal and not in the start."""
    before = _all(start)
    return tuple(a for a in _all(goal) if a not in before and not (a.by_default and a.object not in start))


def losses(start: Catalog, goal: Catalog) -> tuple[Access, ...]:
    """What roles may do in the start and no longer in the goal, which still has the object."""
    after = _all(goal)
    return tuple(a for a in _all(start) if a not in after and (a.object in goal or a.object not in start))


def _all(catalog: Catalog) -> dict[Access, None]:
    return dict.fromkeys(a for fact in catalog.values() for a in fact.access)


def _said(sign: str, role: str, changes: Collection[Access]) -> Iterator[str]:
    """What the role gains or loses, objects of one treatment together, the rest of many counted."""
    mine = sorted((a for a in changes if a.role == role), key=lambda a: (str(a.object), str(a)))
    treatment: dict[tuple[str, ...], list[Key]] = {}
    for key, group in groupby(mine, key=lambda a: a.object):
        treatment.setdefault(tuple(dict.fromkeys(map(str, group))), []).append(key)
    for what, keys in treatment.items():
        yield f"{sign} {', '.join(what)} on {_listed(keys)}"


def _listed(keys: Sequence[Key]) -> str:
    shown: Iterable[str] = map(str, keys[:SHOWN])
    more = f" and {len(keys) - SHOWN} more" if len(keys) > SHOWN else ""
    return ", ".join(shown) + more
