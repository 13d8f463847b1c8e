"""Partitions, attached and created as such, and with partitions of their own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .model import Sql, Thing, World
from .relations import TABLE_PRIVILEGES, inherited
from .said import said
from .types import schema_of


@dataclass(frozen=True, kw_only=True)
class Partition(Thing):
    NOUN = "table"
    PRIVILEGES = TABLE_PRIVILEGES

    schema: Sql
    parent: Sql
    bound: str
    attached: bool
    default: Sql | None = None
    sub: str = ""

    def create(self) -> Iterator[str]:
        by = f" partition by {self.sub} (k)" if self.sub else ""
        if self.attached:
            yield f"create table {self.name} (like {self.parent} including generated including defaults){by}"
            yield f"alter table {self.parent} attach partition {self.name} {self.bound}"
        else:
            yield f"create table {self.name} partition of {self.parent} {self.bound}{by}"
        if self.default:
            yield f"alter table {self.name} alter column k set default {self.default}"

    def provides(self, world: World) -> Iterable[str]:
        yield from (f"relation {self.name}", f"row {self.name}", f"partition {self.name}")
        if self.sub:
            yield f"partitioned {self.name}={self.sub}"
        yield from inherited(world, self.parent.text, self.name)


def partition(world: World, name: str) -> Partition | None:
    """The n-th partition of a table; its bound is inside the n-th slot, so that no two meet."""
    parents = [t for t in world.keyed("partitioned") if "=" in t and not t.startswith(f"{name}=")]
    if not parents:
        return None
    parent, _, strategy = world.one(parents).partition("=")
    slot = int(name[-1]) + 3 * (name[-3] == "y")
    if (parent[-2] == "p") != (name[-2] == "q"):
        return None  # two levels are enough
    by = world.one(("list", "range")) if world.some(0.1) else ""
    need = Sql.of(parent, f"partitioned {parent}={strategy}")
    made = {
        "name": name,
        "schema": schema_of(name),
        "parent": need,
        "bound": bound(world, strategy, slot),
        "attached": world.some(0.3),
        "sub": by,
    }
    return Partition(**made, default=world.maybe(0.15, lambda: Sql(str(slot))), **said(world, Partition))


def bound(world: World, strategy: str, slot: int) -> str:
    if strategy == "hash":
        return f"for values with (modulus 9, remainder {slot})"
    low = slot * 10
    if strategy == "range":
        return f"for values from ({low}) to ({world.one((low + 5, low + 10))})"
    return f"for values in ({world.one((f'{low}', f'{low}, {low + 1}', f'{low + 2}'))})"
