"""What is said of a thing: a comment, an owner, grants."""

from __future__ import annotations

from typing import TypeVar

from .model import ROLES, Grant, Thing, World

ThingT = TypeVar("ThingT", bound=Thing)


def said(world: World, kind: type[Thing]) -> dict[str, object]:
    """Keyword arguments for a new thing of the kind."""
    owner = world.maybe(0.15, lambda: world.one(ROLES)) if kind.OWNABLE else None
    return {
        "comment": world.maybe(0.2, lambda: f"words {world.random.randint(1, 9)}"),
        "owner": owner,
        "grants": grants(world, kind.PRIVILEGES),
    }


def grants(world: World, privileges: tuple[str, ...]) -> tuple[Grant, ...]:
    if not privileges or world.some(0.7):
        return ()
    pairs = world.few([(p, r) for p in privileges for r in (*ROLES, "public")], 1, 3)
    return tuple(Grant(p, r, r != "public" and world.some(0.2)) for p, r in pairs)
