"""Sequences, and the columns that they belong to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .model import Sql, Thing, World
from .said import said
from .types import schema_of


@dataclass(frozen=True, kw_only=True)
class Sequence(Thing):
    NOUN = "sequence"
    PRIVILEGES = ("usage", "select", "update")

    schema: Sql
    options: tuple[str, ...]
    unlogged: bool = False

    def create(self) -> Iterator[str]:
        yield f"create {'unlogged ' * self.unlogged}sequence {self.name} {' '.join(self.options)}"

    def provides(self, world: World) -> Iterable[str]:
        yield f"sequence {self.name}"
        yield f"owned {self.name}={self.owner}"


@dataclass(frozen=True, kw_only=True)
class SequenceOwner(Thing):
    NOUN = "owned sequence"
    OWNABLE = False

    column: Sql

    def create(self) -> Iterator[str]:
        yield f"alter sequence {self.name} owned by {self.column}"


def sequence(world: World, name: str) -> Sequence:
    options = world.few(("increment by 2", "minvalue -5", "maxvalue 1000", "start with 5", "cache 10", "cycle"), 0, 3)
    of = world.one(((), ("as integer",), ("as smallint",)))
    return Sequence(name=name, schema=schema_of(name), options=(*of, *options), unlogged=world.some(0.1), **said(world, Sequence))


def sequence_owner(world: World, name: str) -> SequenceOwner | None:
    schema = name.rpartition(".")[0]
    owners = [t for t in world.keyed("owned") if t.startswith(f"{name}=")]
    tables = [
        t
        for t in world.keyed("plain")
        if t.startswith(f"{schema}.") and owners and f"owned {t}={owners[0].partition('=')[2]}" in world.tokens
    ]
    if not tables:
        return None
    t = world.one(tables)
    columns = world.columns(t)
    if not columns:
        return None
    c = f"{t}.{world.one(columns)}"
    owner = owners[0].partition("=")[2]
    return SequenceOwner(name=name, column=Sql.of(c, c, f"sequence {name}", f"owned {name}={owner}", f"owned {t}={owner}"))
