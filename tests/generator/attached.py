"""What is attached to a table: triggers, rules and policies."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .model import ROLES, Sql, Thing, World


@dataclass(frozen=True, kw_only=True)
class OnTable(Thing):
    """Something whose name is `<table>/<own name>`."""

    OWNABLE = False

    body: Sql

    @property
    def table(self) -> str:
        return self.name.partition("/")[0]

    @property
    def own_name(self) -> str:
        return self.name.partition("/")[2]

    @property
    def address(self) -> str:
        return f"{self.NOUN} {self.own_name} on {self.table}"


@dataclass(frozen=True, kw_only=True)
class Trigger(OnTable):
    NOUN = "trigger"
    TOGETHER = frozenset({"head", "events", "body"})

    head: str
    events: str
    state: str = ""

    def create(self) -> Iterator[str]:
        yield f"create {self.head.format(name=self.own_name)} {self.events} on {self.table} {self.body}"
        if self.state:
            yield f"alter table {self.table} {self.state} trigger {self.own_name}"


@dataclass(frozen=True, kw_only=True)
class Rule(OnTable):
    NOUN = "rule"

    def create(self) -> Iterator[str]:
        yield f"create rule {self.own_name} as {self.body}"


@dataclass(frozen=True, kw_only=True)
class Policy(OnTable):
    NOUN = "policy"
    TOGETHER = frozenset({"command", "body"})

    restrictive: bool
    command: str
    roles: tuple[str, ...]

    def create(self) -> Iterator[str]:
        head = f"create policy {self.own_name} on {self.table}{' as restrictive' * self.restrictive} for {self.command}"
        yield f"{head} to {', '.join(self.roles)} {self.body}"


COMPARABLE = ("integer", "bigint", "text", "uuid", "date", "character varying(20)", "numeric(10,2)")


def condition(world: World, relation: str, functions: str = "function") -> tuple[str, Sql]:
    """A condition over a relation's columns: its text, and the same with its needs."""
    columns = world.columns(relation)
    options = [Sql("true"), *(Sql.of(f"{c} is not null", f"{relation}.{c}") for c in columns)]
    options += [Sql.of(f"{c} > 0", f"{relation}.{c}=integer") for c in world.columns(relation, "integer")]
    options += [Sql.of(f"{c} <> 'zz'", f"{relation}.{c}=text") for c in world.columns(relation, "text")]
    options += [
        Sql.of(f"{c} in ('q', 'r') is not false", f"{relation}.{c}={t}")
        for t in ("character varying(20)",)
        for c in world.columns(relation, t)
    ]
    for label in world.keyed("label"):
        type_, _, value = label.partition("=")
        quoted = value.replace("'", "''")
        options += [
            Sql.of(f"{c} = '{quoted}'::{type_}", f"{relation}.{c}={type_}", f"label {label}") for c in world.columns(relation, type_)
        ]
    for f in world.functions("(integer)", "boolean", functions):
        options += [
            Sql.of(f.replace("(integer)", f"({c})"), f"{relation}.{c}=integer", f"{functions} {f}=boolean")
            for c in world.columns(relation, "integer")
        ]
    if functions == "function":
        options += [Sql.of(f, f"function {f}=boolean") for f in world.functions("()", "boolean")]
    chosen = world.one(options)
    return chosen.text, chosen


def trigger(world: World, name: str) -> Trigger | None:
    table = name.partition("/")[0]
    functions = world.functions("()", "trigger")
    if f"table {table}" not in world.tokens or not functions:
        return None
    f = world.one(functions)
    columns = world.columns(table)
    of = world.one(columns) if columns else None
    events, needs = world.one(
        (("insert", ()), ("insert or update", ()), ("delete", ()), (f"update of {of}", (f"{table}.{of}",)) if of else ("update", ()))
    )
    timing = world.one(("before", "after"))
    level = world.one(("for each row", "for each statement")) if f"plain {table}" in world.tokens else "for each row"
    head = f"trigger {{name}} {timing}"
    if timing == "after" and level == "for each row" and world.some(0.2):
        head = f"constraint trigger {{name}} {timing}"
    when, conditional = condition(world, table)
    if (
        level == "for each row"
        and "insert" in events
        and "update" not in events
        and world.some(0.3)
        and conditional.needs
        and "(" not in when
    ):
        level += f" when (new.{when})"
        needs = (*needs, *conditional.needs)
    body = Sql.of(
        f"{level} execute function {f}",
        f"function {f}=trigger",
        f"table {table}",
        *needs,
        *([f"plain {table}"] if "statement" in level else []),
    )
    state = world.one(("", "", "", "disable", "enable always"))
    return Trigger(name=name, head=head, events=events, body=body, state=state, comment=world.maybe(0.15, lambda: "a trigger"))


def rule(world: World, name: str) -> Rule | None:
    table = name.partition("/")[0]
    if f"plain {table}" not in world.tokens and f"view {table}" not in world.tokens:
        return None
    event = world.one(("insert", "update", "delete"))
    others = [t for t in world.keyed("plain") if t != table]
    action, need = "nothing", ()
    if others and world.some(0.5):
        other = world.one(others)
        action, need = f"delete from {other} where false", (f"relation {other}",)
    also = world.one(("also", "instead"))
    body = Sql.of(
        f"on {event} to {table} do {also} {action}",
        f"relation {table}",
        f"{'plain' if f'plain {table}' in world.tokens else 'view'} {table}",
        *need,
    )
    return Rule(name=name, body=body, comment=world.maybe(0.15, lambda: "a rule"))


def policy(world: World, name: str) -> Policy | None:
    table = name.partition("/")[0]
    if f"table {table}" not in world.tokens:
        return None
    command = world.one(("all", "select", "insert", "update", "delete"))
    (a, x), (b, y) = condition(world, table), condition(world, table)
    other = world.keyed("relation")
    if other and world.some(0.3):
        o = world.one(other)
        a, x = f"exists (select from {o})", Sql.of("", f"relation {o}")
    body = Sql.of(f"with check ({a})" if command == "insert" else f"using ({a})", f"table {table}", *x.needs)
    if command in ("all", "update") and world.some(0.5):
        body = Sql(f"{body} with check ({b})", body.needs | y.needs)
    roles = world.few(ROLES, 1, 2) if world.some(0.6) else ("public",)
    return Policy(
        name=name, restrictive=world.some(0.2), command=command, roles=roles, body=body, comment=world.maybe(0.15, lambda: "a policy")
    )
