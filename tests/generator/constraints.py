"""Constraints of tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .attached import COMPARABLE, OnTable, condition
from .model import Sql, World


@dataclass(frozen=True, kw_only=True)
class Constraint(OnTable):
    NOUN = "constraint"
    TOGETHER = frozenset({"body", "unique"})

    unique: tuple[str, ...] = ()

    def create(self) -> Iterator[str]:
        yield f"alter table {self.table} add constraint {self.own_name} {self.body}"

    def provides(self, world: World) -> Iterable[str]:
        yield from (f"key {self.table}({key}" for key in self.unique)
        if self.body.text.startswith("primary key"):
            yield from (f"primary {self.table}({key.partition(')')[0]}" for key in self.unique)


def constraint(world: World, name: str) -> Constraint | None:
    table, _, own = name.partition("/")
    if f"table {table}" not in world.tokens:
        return None
    make = {"pk": _primary, "uq": _unique, "fk": _foreign, "ck": _check, "ex": _exclusion}[own[:2]]
    found = make(world, table)
    return found and Constraint(name=name, body=found[0], unique=found[1], comment=world.maybe(0.15, lambda: "a constraint"))


Found = tuple[Sql, tuple[str, ...]] | None


def _primary(world: World, table: str) -> Found:
    # since 18 it names the columns' not null, and no ALTER gives that the name that the parent's would have had
    return None if world.major >= 18 and f"child {table}" in world.tokens else _key(world, table, "primary key")


def _unique(world: World, table: str) -> Found:
    return _key(world, table, "unique" + world.one(("", " nulls not distinct")))


def _key(world: World, table: str, word: str) -> Found:
    typed = [(c, t) for t in COMPARABLE for c in world.columns(table, t)]
    chosen = list(world.few(typed, 1, 2))
    if f"partitioned {table}" in world.tokens:
        chosen = list(dict.fromkeys([("k", "integer"), *chosen[:1]]))
    if not chosen:
        return None
    columns, types = ",".join(c for c, _ in chosen), ",".join(t for _, t in chosen)
    deferrable = world.some(0.15)
    others = [c for c in world.columns(table) if c not in columns.split(",")]
    include = f" include ({world.one(others)})" if others and world.some(0.15) else ""
    needs = [f"table {table}", *(f"{table}.{c}={t}" for c, t in chosen), *(f"{table}.{o}" for o in others if include.endswith(f"({o})"))]
    if f"partitioned {table}" in world.tokens:
        needs.append(f"partitioned {table}")
    sql = Sql.of(f"{word} ({columns}){include}{' deferrable initially deferred' * deferrable}", *needs)
    return sql, () if deferrable else (f"{columns})={types}",)


def _foreign(world: World, table: str) -> Found:
    """To a key of another table, from columns of the same types."""
    for entry in world.few(world.keyed("key"), 0, 9):
        target, _, types = entry.partition(")=")
        mine = [world.columns(table, t) for t in types.split(",")]
        if not all(mine):
            continue
        columns = [world.one(list(cs)) for cs in mine]
        if len(set(columns)) < len(columns):
            continue
        action = world.one(
            (
                "",
                " on delete cascade",
                " on delete set null",
                " on update cascade on delete restrict",
                " deferrable",
                " match full",
                " not enforced" * (world.major >= 18),
            )
        )
        if action.endswith("set null") and f"partitioned {table}" in world.tokens:
            action = ""
        needs = [f"table {table}", f"key {entry}", *(f"{table}.{c}={t}" for c, t in zip(columns, types.split(","), strict=True))]
        needs += [f"{table}.{c}=plain" for c in columns]
        return Sql.of(f"foreign key ({', '.join(columns)}) references {target}){action}", *needs), ()
    return None


def _check(world: World, table: str) -> Found:
    text, sql = condition(world, table)
    sort = next(s for s in ("plain", "child", "partitioned") if f"{s} {table}" in world.tokens)
    tail = world.one(("", "", "", " not valid", " no inherit" * (sort != "partitioned"), " not enforced" * (world.major >= 18)))
    return Sql(f"check ({text}){tail}", sql.needs | {f"table {table}", f"{sort} {table}"}), ()


def _exclusion(world: World, table: str) -> Found:
    columns = world.columns(table, "integer")
    if not columns or "extension btree_gist" not in world.tokens or f"plain {table}" not in world.tokens:
        return None
    c = world.one(columns)
    return Sql.of(f"exclude using gist ({c} with =) where ({c} > 5)", f"plain {table}", f"{table}.{c}=integer", "extension btree_gist"), ()
