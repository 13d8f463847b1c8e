"""Views on tables and on views, and materialized views."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .attached import condition
from .model import Sql, Thing, World
from .relations import TABLE_PRIVILEGES
from .said import said
from .types import schema_of


@dataclass(frozen=True, kw_only=True)
class View(Thing):
    NOUN = "view"
    PRIVILEGES = TABLE_PRIVILEGES
    TOGETHER = frozenset({"query", "columns"})

    schema: Sql
    query: Sql
    columns: tuple[tuple[str, str], ...]
    options: tuple[str, ...] = ()
    column_comment: bool = False

    @property
    def grant_address(self) -> str:
        return self.name

    def create(self) -> Iterator[str]:
        options = f" with ({', '.join(self.options)})" if self.options else ""
        yield f"create {self.NOUN} {self.name}{options} as {self.query}"
        if self.column_comment:
            yield f"comment on column {self.name}.{self.columns[0][0]} is 'of a view'"

    def provides(self, world: World) -> Iterable[str]:
        yield from (f"{w} {self.name}" for w in ("relation", "row", "view"))
        for name, type_ in self.columns:
            yield from (f"{self.name}.{name}", f"{self.name}.{name}={type_}")


@dataclass(frozen=True, kw_only=True)
class MaterializedView(View):
    NOUN = "materialized view"

    def provides(self, world: World) -> Iterable[str]:
        yield from (f"{w} {self.name}" for w in ("relation", "materialized"))
        for name, type_ in self.columns:
            yield from (f"{self.name}.{name}", f"{self.name}.{name}={type_}")


def view(world: World, name: str) -> View | None:
    found = _query(world, name)
    if found is None:
        return None
    query, columns = found
    options = world.few(("security_invoker=true", "security_barrier=true"), 1, 2) if world.some(0.25) else ()
    return View(
        name=name,
        schema=schema_of(name),
        query=query,
        columns=columns,
        options=options,
        column_comment=world.some(0.1),
        **said(world, View),
    )


def materialized_view(world: World, name: str) -> MaterializedView | None:
    found = _query(world, name)
    if found is None:
        return None
    return MaterializedView(name=name, schema=schema_of(name), query=found[0], columns=found[1], **said(world, MaterializedView))


def _query(world: World, name: str) -> tuple[Sql, tuple[tuple[str, str], ...]] | None:
    relations = [r for r in world.keyed("relation") if r != name and world.columns(r)]
    if not relations:
        return None
    r = world.one(relations)
    shapes = (_plain, _plain, _plain, _star, _grouped, _joined, _called, _recursive, _by_key)
    return world.one(shapes)(world, r)


Found = tuple[Sql, tuple[tuple[str, str], ...]] | None


def _typed(world: World, r: str, column: str) -> str:
    tokens = [t for t in world.tokens if t.startswith(f"{r}.{column}=") and not t.endswith("=plain")]
    return tokens[0].rpartition("=")[2] if tokens else "unknown"


def _plain(world: World, r: str) -> Found:
    chosen = world.few(world.columns(r), 1, 3)
    text, where = condition(world, r)
    out = [(c, world.one((c, c, f"v_{c}"))) for c in chosen]
    query = f"select {', '.join(f'{c} as {n}' for c, n in out)} from {r} where {text}"
    return Sql.of(query, f"relation {r}", *(f"{r}.{c}" for c in chosen), *where.needs), tuple((n, _typed(world, r, c)) for c, n in out)


def _star(world: World, r: str) -> Found:
    return Sql.of(f"select * from {r}", f"relation {r}", *(f"{r}.{c}" for c in world.columns(r))), tuple(
        (c, _typed(world, r, c)) for c in world.columns(r)
    )


def _grouped(world: World, r: str) -> Found:
    c = world.one(world.columns(r))
    return Sql.of(f"select {c}::text as g, count(*) as n from {r} group by {c}::text", f"relation {r}", f"{r}.{c}"), (
        ("g", "text"),
        ("n", "bigint"),
    )


def _joined(world: World, r: str) -> Found:
    o = world.one([x for x in world.keyed("relation") if world.columns(x)])
    a, b = world.one(world.columns(r)), world.one(world.columns(o))
    query = f"select l.{a} as l, r.{b} as r from {r} l left join {o} r on l.{a}::text = r.{b}::text"
    needs = (f"relation {r}", f"relation {o}", f"{r}.{a}", f"{o}.{b}")
    return Sql.of(query, *needs), (("l", _typed(world, r, a)), ("r", _typed(world, o, b)))


def _called(world: World, r: str) -> Found:
    functions = [(f, t) for t in ("boolean", "integer", "text") for f in world.functions("(integer)", t)]
    columns = world.columns(r, "integer")
    if not functions or not columns:
        return _plain(world, r)
    (f, t), c = world.one(functions), world.one(columns)
    needs = (f"function {f}={t}", f"relation {r}", f"{r}.{c}=integer")
    aggregates = world.keyed("aggregate")
    if aggregates and world.some(0.5):
        a = world.one(aggregates)
        return Sql.of(f"select {a.partition('(')[0]}({c})::text as n from {r}", f"aggregate {a}", *needs[1:]), (("n", "text"),)
    return Sql.of(f"select {c}, {f.replace('(integer)', f'({c})')} as f from {r}", *needs), ((c, "integer"), ("f", t))


def _recursive(world: World, r: str) -> Found:
    query = f"with recursive w(n) as (select 1 union all select n + 1 from w where n < (select count(*) from {r})) select n from w"
    return Sql.of(query, f"relation {r}"), (("n", "integer"),)


def _by_key(world: World, r: str) -> Found:
    """Grouped by a primary key, on whose constraint it then depends."""
    keys = [k.partition(")=")[0].partition("(") for k in world.keyed("key")]
    keys = [(t, c) for t, _, c in keys if f"primary {t}({c}" in world.tokens]
    if not keys:
        return _star(world, r)
    t, columns = world.one(keys)
    whole = next(k for k in world.keyed("key") if k.startswith(f"{t}({columns})"))
    c = world.one(world.columns(t))
    return Sql.of(
        f"select {c} as c, count(*) as n from {t} group by {columns}", f"key {whole}", f"relation {t}", f"primary {t}({columns}", f"{t}.{c}"
    ), (
        ("c", _typed(world, t, c)),
        ("n", "bigint"),
    )
