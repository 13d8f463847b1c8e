"""Functions, procedures, aggregates, operators, operator classes and casts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .model import Sql, Thing, World
from .said import said
from .types import any_type, schema_of


@dataclass(frozen=True, kw_only=True)
class Function(Thing):
    NOUN = "function"
    PRIVILEGES = ("execute",)
    TOGETHER = frozenset({"signature", "returns", "attributes", "body"})

    schema: Sql
    arguments: tuple[Sql, ...] = ()
    signature: str
    returns: Sql
    attributes: tuple[str, ...]
    body: Sql

    def create(self) -> Iterator[str]:
        head = self.name.partition("(")[0]
        returns = f" returns {self.returns}" if self.NOUN == "function" else ""
        yield f"create {self.NOUN} {head}({self.signature}){returns} {' '.join(self.attributes)} {self.body}"

    def provides(self, world: World) -> Iterable[str]:
        immutable = "immutable" in self.attributes
        yield f"{self.NOUN} {self.name}={self.returns}"
        if immutable:
            yield f"immutable {self.name}={self.returns}"
        if self.returns.text == "event_trigger":
            yield f"event function {self.name}"


@dataclass(frozen=True, kw_only=True)
class Procedure(Function):
    NOUN = "procedure"


@dataclass(frozen=True, kw_only=True)
class Aggregate(Thing):
    NOUN = "aggregate"
    PRIVILEGES = ("execute",)

    schema: Sql
    options: Sql

    @property
    def grant_address(self) -> str:
        return f"function {self.name}"

    def create(self) -> Iterator[str]:
        yield f"create aggregate {self.name} ({self.options})"

    def provides(self, world: World) -> Iterable[str]:
        yield f"aggregate {self.name}"


@dataclass(frozen=True, kw_only=True)
class Operator(Thing):
    NOUN = "operator"

    schema: Sql
    options: Sql

    def create(self) -> Iterator[str]:
        head, _, _ = self.name.partition(" ")
        yield f"create operator {head} ({self.options})"


@dataclass(frozen=True, kw_only=True)
class OperatorClass(Thing):
    NOUN = "operator class"

    schema: Sql
    members: Sql

    def create(self) -> Iterator[str]:
        head, _, method = self.name.partition(" ")
        yield f"create operator class {head} for type integer {method} as {self.members}"

    def provides(self, world: World) -> Iterable[str]:
        yield f"integer_ops {self.name.partition(' ')[0]}"


@dataclass(frozen=True, kw_only=True)
class Cast(Thing):
    NOUN = "cast"
    OWNABLE = False

    types: Sql
    how: Sql

    def create(self) -> Iterator[str]:
        yield f"create cast {self.name} {self.how}"


def attributes(world: World) -> tuple[str, ...]:
    settings = ("strict", "security definer", "leakproof", "parallel safe", "cost 7", "set search_path to ''", "set work_mem to '8MB'")
    return (world.one(("immutable", "immutable", "stable", "volatile")), *world.few(settings, 0, 2))


def function(world: World, name: str) -> Function:
    """A function whose name says its arguments; the pool has `f(text)`, `f(integer)`, `g()`, `tr()` for triggers, `r()` for rows."""
    head = name.rpartition(".")[2]
    make = {"t": _trigger, "r": _rows, "v": _of_row, "e": _event}.get(head[0], _scalar)
    signature, returns, body, attrs = make(world, name)
    return Function(
        name=name, schema=schema_of(name), signature=signature, returns=returns, body=body, attributes=attrs, **said(world, Function)
    )


def _scalar(world: World, name: str) -> tuple[str, Sql, Sql, tuple[str, ...]]:
    argument = name.partition("(")[2].rstrip(")")
    default = world.one(("", "", " default null")) if argument else ""
    signature = f"{world.one(('p', 'q'))} {argument}{default}" if argument else ""
    returns = world.one(("boolean", "boolean", "integer", "text"))
    value = {"boolean": "true", "integer": str(world.random.randint(1, 3)), "text": "'t'"}[returns]
    relations = world.keyed("relation")
    attrs = attributes(world)
    if relations and world.some(0.4):
        relation = world.one(relations)
        value, need = f"(select {value} from {relation} limit 1)", (f"relation {relation}",)
        attrs = ("stable", *attrs[1:])
    else:
        need = ()
    if world.some(0.4) and not any(a.startswith("set ") for a in attrs):
        return signature, Sql(returns), Sql.of(f"return {value}", *need), attrs
    text = world.one((f"language sql as $$ select {value} $$", f"language plpgsql as $$ begin return {value}; end $$"))
    return signature, Sql(returns), Sql.of(text, *need), attrs


def _trigger(world: World, name: str) -> tuple[str, Sql, Sql, tuple[str, ...]]:
    body = world.one(("return new;", "return null;", "perform 1; return new;"))
    return "", Sql("trigger"), Sql(f"language plpgsql as $$ begin {body} end $$"), ()


def _event(world: World, name: str) -> tuple[str, Sql, Sql, tuple[str, ...]]:
    return "", Sql("event_trigger"), Sql(f"language plpgsql as $$ begin {world.one(('', 'perform 1;'))} end $$"), ()


def _rows(world: World, name: str) -> tuple[str, Sql, Sql, tuple[str, ...]]:
    """A function that returns rows of a relation, or a table of its own."""
    relations = world.keyed("relation")
    if relations and world.some(0.6):
        r = world.one(relations)
        body = world.one((f"language sql as $$ select * from {r} $$", f"begin atomic select * from {r}; end"))
        return "", Sql.of(f"setof {r}", f"relation {r}"), Sql.of(body, f"relation {r}"), ("stable",)
    type_ = any_type(world)
    return "", Sql(f"table (n integer, v {type_})", type_.needs), Sql(f"language sql as $$ select 1, null::{type_} $$"), ("stable",)


def _of_row(world: World, name: str) -> tuple[str, Sql, Sql, tuple[str, ...]]:
    argument = name.partition("(")[2].rstrip(")")
    returns = world.one(("text", "boolean"))
    value = {"text": "'v'::text", "boolean": "p is null"}[returns]
    body = world.one((f"return {value}", f"language sql as $$ select {value} $$"))
    return f"p {argument}", Sql(returns), Sql.of(body, f"row {argument}"), ("stable",)


def procedure(world: World, name: str) -> Procedure:
    body = world.one(("language sql as $$ select 1 $$", "language plpgsql as $$ begin end $$", "begin atomic select 1; end"))
    attrs = world.few(("security definer",), 0, 1)
    kept = {"arguments": (), "signature": "inout n integer, t text default 'x'", "returns": Sql("")}
    return Procedure(name=name, schema=schema_of(name), attributes=attrs, body=Sql(body), **kept, **said(world, Procedure))


def aggregate(world: World, name: str) -> Aggregate:
    options = [
        Sql("sfunc = int4pl, stype = integer, initcond = '0'"),
        Sql("sfunc = int4larger, stype = integer, sortop = >, parallel = safe"),
    ]
    options += [
        Sql.of(f"sfunc = int4pl, stype = integer, finalfunc = {f.partition('(')[0]}", f"function {f}={r}")
        for r in ("boolean", "integer", "text")
        for f in world.functions("(integer)", r)
    ]
    return Aggregate(name=name, schema=schema_of(name), options=world.one(options), **said(world, Aggregate))


def operator(world: World, name: str) -> Operator:
    options = ("function = int4eq, leftarg = integer, rightarg = integer", "function = int4lt, leftarg = integer, rightarg = integer")
    same = name.partition(" ")[0]
    extra = world.one(("", f", commutator = operator({same})", ", restrict = eqsel, join = eqjoinsel"))
    return Operator(name=name, schema=schema_of(name), options=Sql(world.one(options) + extra), **said(world, Operator))


def operator_class(world: World, name: str) -> OperatorClass:
    if name.endswith("hash"):
        members = "operator 1 =, function 1 hashint4(integer)"
    else:
        members = "operator 1 <, operator 2 <=, operator 3 =, operator 4 >=, operator 5 >, function 1 btint4cmp(integer, integer)"
        members += world.one(("", ", function 2 (integer, integer) btint4sortsupport(internal)"))
    return OperatorClass(name=name, schema=schema_of(name), members=Sql(members), **said(world, OperatorClass))


def cast(world: World, name: str) -> Cast | None:
    enums = world.keyed("enum")
    source = name.strip("()").partition(" as ")[0]
    if source not in enums:
        return None
    how = world.one(("with inout", "with inout as assignment"))
    return Cast(name=name, types=Sql.of("", f"enum {source}"), how=Sql(how), comment=world.maybe(0.3, lambda: "a cast"))
