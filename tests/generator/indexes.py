"""Indexes and statistics objects."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .attached import COMPARABLE, condition
from .model import Sql, Thing, World
from .said import said
from .types import schema_of


@dataclass(frozen=True, kw_only=True)
class Index(Thing):
    NOUN = "index"
    OWNABLE = False
    TOGETHER = frozenset({"head", "body", "after"})

    head: str
    body: Sql
    after: tuple[str, ...] = ()

    def create(self) -> Iterator[str]:
        _schema, _, name = self.name.rpartition(".")
        yield f"create {self.head} {name} on {self.body}"
        yield from (a.format(table=self.body.text.split(" ")[0], name=name) for a in self.after)


@dataclass(frozen=True, kw_only=True)
class Statistics(Thing):
    NOUN = "statistics"

    schema: Sql
    body: Sql
    target: int | None

    def create(self) -> Iterator[str]:
        yield f"create statistics {self.name} {self.body}"
        if self.target is not None:
            yield f"alter statistics {self.name} set statistics {self.target}"


def index(world: World, name: str) -> Index | None:
    schema = name.rpartition(".")[0]
    relations = [r for r in (*world.keyed("table"), *world.keyed("materialized")) if r.startswith(f"{schema}.")]
    if not relations:
        return None
    relation = world.one(relations)
    found = _members(world, relation)
    if found is None:
        return None
    method, members, needs, unique = found
    plain = f"partitioned {relation}" not in world.tokens
    where, conditional = condition(world, relation, "immutable")
    tail = f" where {where}" if world.some(0.25) and "::" not in where else ""
    needs = [*needs, f"relation {relation}", *([*conditional.needs] if tail else [])]
    needs += [f"plain {relation}"] if plain and f"plain {relation}" in world.tokens else [f"partitioned {relation}"] if not plain else []
    options = " with (fillfactor = 80)" if method == "btree" and world.some(0.2) else ""
    after = ()
    if plain and f"plain {relation}" in world.tokens and method == "btree" and world.some(0.15):
        after = ("alter table {table} cluster on {name}",)
    head = f"{'unique ' * (unique and plain and world.some(0.25))}index"
    return Index(
        name=name,
        head=head,
        body=Sql.of(f"{relation} using {method} ({members}){options}{tail}", *needs),
        after=after,
        comment=world.maybe(0.15, lambda: "an index"),
    )


def _members(world: World, relation: str) -> tuple[str, str, list[str], bool] | None:
    found: list[tuple[str, str, list[str], bool]] = []
    for t in COMPARABLE:
        for c in world.columns(relation, t):
            need = [f"{relation}.{c}={t}"]
            found += [("btree", c, need, True), ("btree", f"{c} desc nulls last", need, False), ("hash", c, need, False)]
    for c in world.columns(relation, "text"):
        found.append(("btree", f"lower({c})", [f"{relation}.{c}=text"], True))
        found += [("gin", f"{c} {o}", [f"{relation}.{c}=text", f"opclass {o}"], False) for o in world.keyed("opclass")]
        found += [("btree", f"{c} collate {n}", [f"{relation}.{c}=text", f"collation {n}"], False) for n in world.keyed("collation")]
    for c in world.columns(relation, "integer"):
        fs = [f for r in ("integer", "text", "boolean") for f in world.functions("(integer)", r, "immutable")]
        for f in fs:
            need = next(t for t in world.keyed("immutable") if t.startswith(f + "="))
            found.append(("btree", f"({f.replace('(integer)', f'({c})')})", [f"{relation}.{c}=integer", f"immutable {need}"], False))
        found += [
            ("btree", f"{c} {o}", [f"{relation}.{c}=integer", f"integer_ops {o}"], False) for o in world.keyed("integer_ops") if "bt" in o
        ]
    for t in ("jsonb", "text[]"):
        found += [("gin", c, [f"{relation}.{c}={t}"], False) for c in world.columns(relation, t)]
    return world.one(found) if found else None


def statistics(world: World, name: str) -> Statistics | None:
    relations = [(t, [c for y in COMPARABLE for c in world.columns(t, y)]) for t in world.keyed("table")]
    relations = [(t, cs) for t, cs in relations if len(cs) > 1]
    if not relations:
        return None
    t, cs = world.one(relations)
    chosen = world.few(cs, 2, 3)
    kinds = world.one(("", "(ndistinct) ", "(dependencies, mcv) "))
    types = [next(y for y in COMPARABLE if c in world.columns(t, y)) for c in chosen]
    body = Sql.of(f"{kinds}on {', '.join(chosen)} from {t}", f"table {t}", *(f"{t}.{c}={y}" for c, y in zip(chosen, types, strict=True)))
    return Statistics(name=name, schema=schema_of(name), body=body, target=world.maybe(0.2, lambda: 55), **said(world, Statistics))
