"""Tables of every sort and their columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from .model import Grant, Sql, Thing, World
from .said import grants, said
from .types import PLAIN, any_type, quoted, schema_of

VALUES = {
    "integer": ("1", "2", "3"),
    "bigint": ("10", "20", "30"),
    "numeric(10,2)": ("1.50", "2", "3.25"),
    "text": ("'1'", "'two'", "'x y'"),
    "character varying(20)": ("'4'", "'five'", "'z'"),
    "boolean": ("true", "false", "null"),
    "timestamp with time zone": ("'2024-01-02 03:04+00'", "'2024-02-02'", "null"),
    "date": ("'2024-01-02'", "'2024-02-02'", "null"),
    "jsonb": ("'{\"a\": 1}'", "'[]'", "null"),
    "text[]": ("'{a,b}'", "'{}'", "null"),
    "integer[]": ("'{1,2}'", "'{}'", "null"),
    "uuid": tuple(f"'00000000-0000-0000-0000-00000000000{n}'" for n in "123"),
}
DEFAULTS = {
    "integer": "7",
    "bigint": "8",
    "text": "'t'",
    "boolean": "true",
    "date": "'2024-01-01'",
    "uuid": "gen_random_uuid()",
    "timestamp with time zone": "now()",
    "jsonb": "'{}'",
    "text[]": "'{}'",
    "numeric(10,2)": "1.5",
    "character varying(20)": "'v'",
}
TABLE_PRIVILEGES = ("select", "insert", "update", "delete", "truncate", "references", "trigger", "all")


@dataclass(frozen=True, kw_only=True)
class Column:
    name: str
    type: Sql
    not_null: bool = False
    not_null_name: str = ""
    default: Sql | None = None
    identity: str = ""
    generated: Sql | None = None
    kept: str = "stored"
    collation: Sql | None = None
    settings: tuple[str, ...] = ()
    comment: str | None = None
    grants: tuple[Grant, ...] = ()

    def clause(self) -> str:
        parts = [
            self.name,
            self.type.text,
            f"collate {self.collation}" if self.collation else "",
            f"{self.not_null_name} not null".strip() if self.not_null else "",
        ]
        parts += [f"default {self.default}" if self.default else "", f"generated {self.identity} as identity" if self.identity else ""]
        parts += [f"generated always as ({self.generated}) {self.kept}" if self.generated else ""]
        return " ".join(p for p in parts if p)

    def after(self, table: str) -> Iterator[str]:
        yield from (f"alter table {table} alter column {self.name} set {s}" for s in self.settings)
        if self.comment:
            yield f"comment on column {table}.{self.name} is '{self.comment}'"
        for g in self.grants:
            yield f"grant {g.privilege} ({self.name}) on {table} to {g.role}{' with grant option' * g.with_option}"


@dataclass(frozen=True, kw_only=True)
class Table(Thing):
    NOUN = "table"
    PRIVILEGES = TABLE_PRIVILEGES

    schema: Sql
    columns: tuple[Column, ...]
    parents: tuple[Sql, ...] = ()
    partition_by: str = ""
    unlogged: bool = False
    options: tuple[str, ...] = ()
    switches: tuple[str, ...] = ()

    def create(self) -> Iterator[str]:
        body = ", ".join(c.clause() for c in self.columns)
        inherits = f" inherits ({', '.join(map(str, self.parents))})" if self.parents else ""
        by = f" partition by {self.partition_by} (k)" if self.partition_by else ""
        options = f" with ({', '.join(self.options)})" if self.options and not self.partition_by else ""
        yield f"create {'unlogged ' * (self.unlogged and not by)}table {self.name} ({body}){inherits}{by}{options}"
        yield from (f"alter table {self.name} {s}" for s in self.switches)
        for column in self.columns:
            yield from column.after(self.name)

    def provides(self, world: World) -> Iterable[str]:
        for name in ("relation", "table", "row"):
            yield f"{name} {self.name}"
        yield f"{'partitioned' if self.partition_by else 'child' if self.parents else 'plain'} {self.name}"
        yield f"owned {self.name}={self.owner}"
        if self.partition_by:
            yield f"partitioned {self.name}={self.partition_by}"
        for c in self.columns:
            yield f"{self.name}.{c.name}"
            if not (c.generated and c.kept == "virtual"):
                yield f"{self.name}.{c.name}={c.type}"
            if not (c.identity or c.generated):
                yield f"{self.name}.{c.name}=plain"
        for parent in self.parents:
            yield from inherited(world, parent.text, self.name)

    def rows(self) -> Iterator[str]:
        columns = [c for c in self.columns if c.type.text in VALUES and not c.identity and not c.generated]
        for n in range(3):
            values = ", ".join(VALUES[c.type.text][n] for c in columns)
            what = f"({', '.join(c.name for c in columns)}) values ({values})" if columns else "default values"
            yield f"insert into {self.name} {what}"


def inherited(world: World, parent: str, child: str) -> Iterable[str]:
    head = f"{parent}."
    return [f"{child}.{t.removeprefix(head)}" for t in world.tokens if t.startswith(head)]


def column(world: World, name: str) -> Column:
    type_ = any_type(world)
    made = Column(name=name, type=type_, not_null=world.some(0.2), comment=world.maybe(0.1, lambda: "a column"))
    if world.major >= 18 and world.some(0.3):
        made = replace(made, not_null_name=f"constraint {name}_there")
    made = replace(
        made,
        grants=tuple(g for g in grants(world, ("select", "update", "insert")) if world.some(0.4)),
        settings=_settings(world, type_.text),
    )
    if type_.text in ("integer", "bigint") and world.some(0.15):
        return replace(made, identity=world.one(("always", "by default")), not_null=True)
    if world.some(0.07):
        kept = "virtual" if world.major >= 18 and type_.text in PLAIN and world.some(0.6) else "stored"
        return replace(made, generated=_generated(type_.text), kept=kept)
    if type_.text in ("text", "character varying(20)") and world.keyed("collation") and world.some(0.3):
        used = world.one(world.keyed("collation"))
        made = replace(made, collation=Sql.of(used, f"collation {used}"))
    return replace(made, default=world.maybe(0.35, lambda: _default(world, type_.text)))


def _generated(type_: str) -> Sql:
    return Sql(f"{DEFAULTS[type_]}::{type_}" if type_ in DEFAULTS and "(" not in DEFAULTS[type_] and type_ != "date" else f"null::{type_}")


def _settings(world: World, type_: str) -> tuple[str, ...]:
    general = ["statistics 50", "(n_distinct = -0.5)", "(n_distinct = 20)"]
    packed = ["storage external", "storage main", "compression pglz"] if type_ in ("text", "jsonb", "text[]") else []
    return world.few([*general, *packed], 1, 1) if world.some(0.15) else ()


def _default(world: World, type_: str) -> Sql | None:
    choices = [Sql(DEFAULTS[type_])] if type_ in DEFAULTS else []
    labels = [t.partition("=")[2] for t in world.keyed("label") if t.startswith(f"{type_}=")]
    choices += [Sql.of(f"{quoted(label)}::{type_}", f"label {type_}={label}") for label in labels]
    choices += [Sql.of(f, f"function {f}={type_}") for f in world.functions("()", type_)]
    if type_ in ("integer", "bigint"):
        choices += [Sql.of(f"nextval('{s}')", f"sequence {s}") for s in world.keyed("sequence")]
    return world.one(choices) if choices else None


def table(world: World, name: str) -> Table:
    parents = _parents(world, name)
    prefix = "n" if parents else "c"
    columns = tuple(column(world, f"{prefix}{n}") for n in range(1, world.random.randint(2, 5)))
    by = world.one(("list", "range", "hash")) if not parents and world.some(0.25) else ""
    if by:
        columns = (Column(name="k", type=Sql("integer"), not_null=world.some(0.3)), *(replace(c, identity="") for c in columns))
    first = () if by or parents else (world.one((Column(name="id", type=Sql("integer"), not_null=True), column(world, "id"))),)
    return Table(
        name=name,
        schema=schema_of(name),
        columns=(*first, *columns),
        parents=parents,
        partition_by=by,
        unlogged=not parents and world.some(0.07),
        options=world.few(("fillfactor=70", "autovacuum_enabled=false", "toast.autovacuum_enabled=false"), 0, 1) if world.some(0.3) else (),
        switches=()
        if world.some(0.6)
        else world.few(("enable row level security", "force row level security", "replica identity full"), 1, 2),
        **said(world, Table),
    )


def _parents(world: World, name: str) -> tuple[Sql, ...]:
    plain = [t for t in world.keyed("plain") if t != name]
    if not plain or world.some(0.8):
        return ()
    return tuple(Sql.of(t, f"plain {t}") for t in world.few(plain, 1, 1))


def evolved(world: World, old: Table) -> Table:
    """The table with other attributes or with other columns: one gone, one changed, one new."""
    new = table(world, old.name)
    columns = list(old.columns)
    what = world.random.randint(0, 3)
    at = world.random.randrange(len(columns))
    if what == 0 and columns[at].name != "k" and len(columns) > 1:
        del columns[at]
    elif what == 1 and columns[at].name != "k":
        columns[at] = _changed(world, columns[at])
    elif what == 2:
        columns.append(column(world, f"{'n' if old.parents else 'c'}{world.random.randint(5, 9)}"))
        columns = list({c.name: c for c in columns}.values())
    else:
        return replace(
            old, options=new.options, switches=new.switches, unlogged=new.unlogged, comment=new.comment, grants=new.grants, owner=new.owner
        )
    return replace(old, columns=tuple(replace(c, identity="") if old.partition_by else c for c in columns))


def _changed(world: World, old: Column) -> Column:
    new = column(world, old.name)
    if world.some(0.4) or new.type == old.type or old.generated or old.identity:
        return new
    return replace(old, type=new.type, default=new.default, collation=new.collation, settings=new.settings, generated=None)
