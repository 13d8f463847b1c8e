"""A schema as data: things that render themselves to SQL, each saying what it provides to later ones and what it needs of earlier ones.

A token is a word for what can be referred to: `type app.e1`, `app.t1` (a relation), `app.t1.c1` (its column), `app.t1.c1=integer`
(its column as long as it has that type), `key app.t1=integer` (a unique key of that type).
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, fields, replace
from typing import Any, ClassVar, TypeVar

ROLES = ("gen_a", "gen_b", "gen_c")
Tokens = frozenset[str]
T = TypeVar("T")


@dataclass(frozen=True)
class Sql:
    """A piece of SQL and the tokens that it needs."""

    text: str
    needs: Tokens = frozenset()

    def __str__(self) -> str:
        return self.text

    @classmethod
    def of(cls, text: str, *needs: str) -> Sql:
        return cls(text, frozenset(needs))


@dataclass(frozen=True)
class Grant:
    """A privilege on a thing, to a role or to public."""

    privilege: str
    role: str
    with_option: bool = False


@dataclass(frozen=True, kw_only=True)
class Thing:
    """An object of a schema. `name` is quoted and qualified; fields hold plain values, `Sql` and tuples of these."""

    NOUN: ClassVar[str]
    """What `comment on` and `alter … owner to` call it."""
    OWNABLE: ClassVar[bool] = True
    PRIVILEGES: ClassVar[tuple[str, ...]] = ()
    TOGETHER: ClassVar[frozenset[str]] = frozenset()
    """Fields that make sense only as they were drawn together."""

    name: str
    comment: str | None = None
    owner: str | None = None
    grants: tuple[Grant, ...] = ()

    def create(self) -> Iterator[str]:
        raise NotImplementedError

    def provides(self, world: World) -> Iterable[str]:
        return ()

    def own_needs(self) -> Iterator[Sql]:
        """The pieces of SQL that it holds, however deep."""
        return pieces(tuple(getattr(self, f.name) for f in fields(self)))

    @property
    def needs(self) -> Tokens:
        return frozenset(t for piece in self.own_needs() for t in piece.needs)

    @property
    def address(self) -> str:
        """How `comment on` and `grant … on` name it."""
        return f"{self.NOUN} {self.name}"

    @property
    def grant_address(self) -> str:
        return self.address

    def sql(self) -> Iterator[str]:
        """The statements that make it, without semicolons."""
        yield from self.create()
        if self.comment:
            yield f"comment on {self.address} is '{self.comment}'"
        for g in self.grants:
            yield f"grant {g.privilege} on {self.grant_address} to {g.role}{' with grant option' * (g.with_option and g.role != 'public')}"
        if self.owner and self.OWNABLE:
            yield f"alter {self.address} owner to {self.owner}"

    def rows(self) -> Iterator[str]:
        """Inserts for the start state; one that PostgreSQL refuses is left out."""
        return iter(())


def pieces(value: Any) -> Iterator[Sql]:
    if isinstance(value, Sql):
        yield value
    elif isinstance(value, tuple):
        for v in value:
            yield from pieces(v)
    elif hasattr(value, "__dataclass_fields__"):
        yield from pieces(tuple(getattr(value, name) for name in value.__dataclass_fields__))


@dataclass
class World:
    """The things of one state in order, and the tokens that they provide."""

    random: random.Random
    major: int
    things: dict[str, Thing] = field(default_factory=dict)
    tokens: dict[str, None] = field(default_factory=dict)

    def add(self, thing: Thing) -> None:
        self.things[key(thing)] = thing
        self.tokens.update(dict.fromkeys(thing.provides(self)))

    def has(self, needs: Iterable[str]) -> bool:
        return all(n in self.tokens for n in needs)

    # choices

    def some(self, chance: float) -> bool:
        return self.random.random() < chance

    def one(self, options: Iterable[T]) -> T:
        return self.random.choice(list(options))

    def few(self, options: Iterable[T], least: int = 0, most: int = 3) -> tuple[T, ...]:
        there = list(options)
        return tuple(self.random.sample(there, min(len(there), self.random.randint(least, most))))

    def maybe(self, chance: float, make: Callable[[], T]) -> T | None:
        return make() if self.some(chance) else None

    # what there is

    def of(self, *kinds: type[Any]) -> list[Any]:
        return [t for t in self.things.values() if isinstance(t, kinds)]

    def columns(self, relation: str, type_: str | None = None) -> list[str]:
        """Names of a relation's columns, of one type or of any."""
        head, tail = f"{relation}.", f"={type_}" if type_ else ""
        return [
            t.removeprefix(head).partition("=")[0]
            for t in self.tokens
            if t.startswith(head) and (t.endswith(tail) if tail else "=" not in t)
        ]

    def keyed(self, head: str) -> list[str]:
        """What follows `head ` in the tokens: `keyed("type")` are the names of the types there are."""
        return [t.removeprefix(head + " ") for t in self.tokens if t.startswith(head + " ")]

    def functions(self, arguments: str, returns: str, head: str = "function") -> list[str]:
        """Functions of these arguments ("(integer)") and this result; with `head` "immutable" those that an index may call."""
        return [n.rpartition("=")[0] for n in self.keyed(head) if n.endswith(f"{arguments}={returns}")]


def key(thing: Thing) -> str:
    return f"{thing.NOUN} {thing.name}"


def script(things: Iterable[Thing]) -> str:
    """The SQL of a state."""
    return "".join(f"{statement};\n" for thing in things for statement in thing.sql())


def blended(world: World, old: Thing, new: Thing) -> Thing:
    """`old` with one or two of its attributes as `new` has them, as far as they differ."""
    different = [f.name for f in fields(old) if f.name != "name" and getattr(old, f.name) != getattr(new, f.name)]
    chosen = frozenset(world.few(different, 1, 2))
    if chosen & old.TOGETHER:
        chosen |= old.TOGETHER & frozenset(different)
    return replace(old, **{name: getattr(new, name) for name in chosen})
