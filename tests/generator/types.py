"""Schemas, extensions, collations and types."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .model import Sql, Thing, World
from .said import said

PLAIN = (
    "integer",
    "bigint",
    "numeric(10,2)",
    "text",
    "character varying(20)",
    "boolean",
    "timestamp with time zone",
    "date",
    "uuid",
    "jsonb",
)
ARRAYS = ("text[]", "integer[]")
WITH_TYPE = ("citext", "hstore", "ltree", "cube")
"""Extensions that bring a type of their name."""
LABELS = ("a", "b", "c", "d e", "f'f")


@dataclass(frozen=True, kw_only=True)
class Schema(Thing):
    NOUN = "schema"
    PRIVILEGES = ("usage", "create")

    def create(self) -> Iterator[str]:
        yield f"create schema {self.name}"

    def provides(self, world: World) -> Iterable[str]:
        yield f"schema {self.name}"


@dataclass(frozen=True, kw_only=True)
class Extension(Thing):
    NOUN = "extension"
    OWNABLE = False
    schema: Sql

    def create(self) -> Iterator[str]:
        yield f"create extension {self.name} schema {self.schema}"

    def provides(self, world: World) -> Iterable[str]:
        yield f"extension {self.name}"
        if self.name in WITH_TYPE:
            yield f"type {self.schema}.{self.name}"
        if self.name == "pg_trgm":
            yield f"opclass {self.schema}.gin_trgm_ops"


@dataclass(frozen=True, kw_only=True)
class Collation(Thing):
    NOUN = "collation"

    schema: Sql
    locale: str

    def create(self) -> Iterator[str]:
        yield f"create collation {self.name} (locale = '{self.locale}')"

    def provides(self, world: World) -> Iterable[str]:
        yield f"collation {self.name}"


@dataclass(frozen=True, kw_only=True)
class Enum(Thing):
    NOUN = "type"
    PRIVILEGES = ("usage",)

    schema: Sql
    labels: tuple[str, ...]

    def create(self) -> Iterator[str]:
        yield f"create type {self.name} as enum ({', '.join(quoted(label) for label in self.labels)})"

    def provides(self, world: World) -> Iterable[str]:
        yield f"type {self.name}"
        yield f"enum {self.name}"
        yield from (f"label {self.name}={label}" for label in self.labels)


@dataclass(frozen=True, kw_only=True)
class Domain(Thing):
    NOUN = "domain"
    PRIVILEGES = ("usage",)

    schema: Sql
    type: Sql
    default: Sql | None
    not_null: bool
    checks: tuple[tuple[str, Sql], ...]

    @property
    def grant_address(self) -> str:
        return f"type {self.name}"

    def create(self) -> Iterator[str]:
        default = f" default {self.default}::{self.type}" if self.default else ""
        yield f"create domain {self.name} as {self.type}{default}{' not null' * self.not_null}"
        for name, check in self.checks:
            yield f"alter domain {self.name} add constraint {name} check ({check})"

    def provides(self, world: World) -> Iterable[str]:
        yield f"type {self.name}"
        yield f"domain {self.name}"


@dataclass(frozen=True, kw_only=True)
class Composite(Thing):
    NOUN = "type"
    PRIVILEGES = ("usage",)

    schema: Sql
    attributes: tuple[tuple[str, Sql], ...]

    def create(self) -> Iterator[str]:
        yield f"create type {self.name} as ({', '.join(f'{n} {t}' for n, t in self.attributes)})"

    def provides(self, world: World) -> Iterable[str]:
        yield f"type {self.name}"
        yield f"composite {self.name}"


@dataclass(frozen=True, kw_only=True)
class Range(Thing):
    NOUN = "type"
    PRIVILEGES = ("usage",)

    schema: Sql
    options: str

    def create(self) -> Iterator[str]:
        yield f"create type {self.name} as range ({self.options})"

    def provides(self, world: World) -> Iterable[str]:
        yield f"type {self.name}"


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def schema_of(name: str) -> Sql:
    """The schema of a qualified name, as a need."""
    schema = name.rpartition(".")[0].partition("(")[0]
    return Sql.of(schema, f"schema {schema}")


def any_type(world: World) -> Sql:
    """A type for a column: mostly PostgreSQL's own."""
    own = world.keyed("type")
    if own and world.some(0.35):
        name = world.one(own)
        return Sql.of(name + world.one(("", "", "", "[]")), f"type {name}")
    return Sql(world.one((*PLAIN, *PLAIN, *ARRAYS)))


def schema(world: World, name: str) -> Schema:
    return Schema(name=name, **said(world, Schema))


def extension(world: World, name: str) -> Extension:
    return Extension(name=name, schema=schema_of(world.one(world.keyed("schema")) + "."), comment=world.maybe(0.2, lambda: "an extension"))


def collation(world: World, name: str) -> Collation:
    return Collation(name=name, schema=schema_of(name), locale=world.one(("C", "POSIX")), **said(world, Collation))


def enum(world: World, name: str) -> Enum:
    return Enum(name=name, schema=schema_of(name), labels=world.few(LABELS, 1, 4), **said(world, Enum))


def domain(world: World, name: str) -> Domain:
    enums = [Sql.of(e, f"type {e}", f"label {e}=a") for e in world.keyed("enum") if world.has([f"label {e}=a"])]
    booleans = [Sql.of(f.replace("(text)", "(value::text)"), f"function {f}=boolean") for f in world.functions("(text)", "boolean")]
    checks = (Sql("value is not null"), Sql("length(value::text) < 99"), Sql("value::text <> 'x'"), *booleans)
    return Domain(
        name=name,
        schema=schema_of(name),
        type=world.one([Sql("text"), Sql("integer"), Sql("numeric(8,2)"), Sql("character varying(30)"), *enums]),
        default=world.maybe(0.2, lambda: Sql("null")),
        not_null=world.some(0.15),
        checks=tuple((n, world.one(checks)) for n in world.few(("d1", "d2"), 0, 2)),
        **said(world, Domain),
    )


def composite(world: World, name: str) -> Composite:
    own = [t for t in world.keyed("type") if t != name and not world.has([f"composite {t}"])]
    types = [*(Sql(t) for t in PLAIN), *(Sql.of(t, f"type {t}") for t in own)]
    attributes = tuple((n, world.one(types)) for n in world.few(("x", "y", "z", '"Odd w"'), 1, 3))
    return Composite(name=name, schema=schema_of(name), attributes=attributes, **said(world, Composite))


def range_type(world: World, name: str) -> Range:
    options = ("subtype = integer", "subtype = numeric", "subtype = date", "subtype = float8, subtype_diff = float8mi")
    return Range(name=name, schema=schema_of(name), options=world.one(options), **said(world, Range))
