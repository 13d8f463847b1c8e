"""Foreign data, publications, event triggers, default privileges, languages, access methods and conversions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .model import ROLES, Sql, Thing, World
from .relations import TABLE_PRIVILEGES
from .said import said
from .types import PLAIN, schema_of


@dataclass(frozen=True, kw_only=True)
class Simple(Thing):
    """`create <noun> <name> <body>`."""

    TOGETHER = frozenset({"body", "after", "columns"})

    schema: Sql | None = None
    body: Sql
    after: tuple[str, ...] = ()

    def create(self) -> Iterator[str]:
        yield f"create {self.NOUN} {self.name} {self.body}".rstrip()
        yield from self.after


@dataclass(frozen=True, kw_only=True)
class Wrapper(Simple):
    NOUN = "foreign data wrapper"
    PRIVILEGES = ("usage",)
    OWNABLE = False

    def provides(self, world: World) -> Iterable[str]:
        yield f"wrapper {self.name}"


@dataclass(frozen=True, kw_only=True)
class Server(Simple):
    NOUN = "server"
    PRIVILEGES = ("usage",)

    def provides(self, world: World) -> Iterable[str]:
        yield f"server {self.name}"

    @property
    def grant_address(self) -> str:
        return f"foreign server {self.name}"


@dataclass(frozen=True, kw_only=True)
class Mapping(Simple):
    NOUN = "user mapping for"
    OWNABLE = False


@dataclass(frozen=True, kw_only=True)
class ForeignTable(Simple):
    NOUN = "foreign table"
    PRIVILEGES = TABLE_PRIVILEGES

    columns: tuple[tuple[str, str], ...]

    @property
    def grant_address(self) -> str:
        return f"table {self.name}"

    def provides(self, world: World) -> Iterable[str]:
        yield f"relation {self.name}"
        for name, type_ in self.columns:
            yield from (f"{self.name}.{name}", f"{self.name}.{name}={type_}")


@dataclass(frozen=True, kw_only=True)
class Publication(Simple):
    NOUN = "publication"


@dataclass(frozen=True, kw_only=True)
class EventTrigger(Simple):
    NOUN = "event trigger"
    OWNABLE = False


@dataclass(frozen=True, kw_only=True)
class Language(Simple):
    NOUN = "language"


@dataclass(frozen=True, kw_only=True)
class AccessMethod(Simple):
    NOUN = "access method"
    OWNABLE = False


@dataclass(frozen=True, kw_only=True)
class Conversion(Simple):
    NOUN = "conversion"


@dataclass(frozen=True, kw_only=True)
class DefaultPrivilege(Thing):
    NOUN = "default privilege"
    OWNABLE = False

    body: Sql

    def create(self) -> Iterator[str]:
        yield f"alter default privileges {self.body}"


def wrapper(world: World, name: str) -> Wrapper:
    return Wrapper(name=name, body=Sql(world.one(("", "options (debug 'on')", "options (a '1', b '2')"))), **said(world, Wrapper))


def server(world: World, name: str) -> Server | None:
    wrappers = world.keyed("wrapper")
    if not wrappers:
        return None
    w = world.one(wrappers)
    version = world.one(("", "version '2' "))
    options = world.one(("", " options (host 'x')", " options (host 'y', port '1')"))
    return Server(name=name, body=Sql.of(f"{version}foreign data wrapper {w}{options}", f"wrapper {w}"), **said(world, Server))


def mapping(world: World, name: str) -> Mapping | None:
    server = name.partition(" server ")[2]
    if f"server {server}" not in world.tokens:
        return None
    return Mapping(name=name, body=Sql.of(world.one(("", "options (u 'x')", "options (v 'y')")), f"server {server}"))


def foreign_table(world: World, name: str) -> ForeignTable | None:
    servers = world.keyed("server")
    if not servers:
        return None
    s = world.one(servers)
    columns = tuple((f"c{n}", world.one(PLAIN)) for n in range(1, world.random.randint(2, 5)))
    option = world.one(("", " options (column_name 'z')"))
    text = ", ".join(f"{c} {t}{option if n == 0 else ''}" for n, (c, t) in enumerate(columns))
    body = Sql.of(f"({text}) server {s}{world.one(('', ' options (table_name $$t$$)'))}", f"server {s}")
    return ForeignTable(name=name, schema=schema_of(name), body=body, columns=columns, **said(world, ForeignTable))


def publication(world: World, name: str) -> Publication:
    tables = world.keyed("plain")
    publish = world.one(("", " with (publish = 'insert, update')", " with (publish_via_partition_root = true)"))
    if not tables or world.some(0.3):
        schemas = world.keyed("schema")
        body = world.one([Sql("for all tables"), *(Sql.of(f"for tables in schema {s}", f"schema {s}") for s in schemas)])
    else:
        chosen = world.few(tables, 1, 2)
        parts = [_published(world, t) for t in chosen]
        body = Sql("for table " + ", ".join(p.text for p in parts), frozenset(n for p in parts for n in p.needs))
    return Publication(name=name, body=Sql(body.text + publish, body.needs), **said(world, Publication))


def _published(world: World, table: str) -> Sql:
    text, needs = table, {f"relation {table}", f"plain {table}"}
    columns = world.columns(table)
    if columns and world.some(0.3):
        chosen = world.few(columns, 1, 2)
        text, needs = f"{text} ({', '.join(chosen)})", needs | {f"{table}.{c}" for c in chosen} | {f"{table}.{c}=plain" for c in chosen}
    if columns and world.some(0.3):
        c = world.one(columns)
        text, needs = f"{text} where ({c} is not null)", needs | {f"{table}.{c}"}
    return Sql(text, frozenset(needs))


def event_trigger(world: World, name: str) -> EventTrigger | None:
    body = world.one(
        ("on ddl_command_end when tag in ('COMMENT') execute function pg_catalog.{f}()", "on sql_drop execute function pg_catalog.{f}()")
    )
    fs = world.keyed("event function")
    if not fs:
        return None
    f = world.one(fs)
    return EventTrigger(
        name=name,
        body=Sql.of(body.replace("pg_catalog.{f}()", f), f"event function {f}"),
        comment=world.maybe(0.2, lambda: "an event trigger"),
    )


def language(world: World, name: str) -> Language:
    return Language(
        name=name,
        body=Sql(world.one(("handler plpgsql_call_handler", "handler plpgsql_call_handler validator plpgsql_validator"))),
        **said(world, Language),
    )


def access_method(world: World, name: str) -> AccessMethod:
    return AccessMethod(
        name=name, body=Sql("type index handler " + world.one(("bthandler", "gisthandler"))), comment=world.maybe(0.3, lambda: "a method")
    )


def conversion(world: World, name: str) -> Conversion:
    to = world.one(("for 'LATIN1' to 'UTF8' from iso8859_1_to_utf8", "for 'UTF8' to 'LATIN1' from utf8_to_iso8859_1"))
    return Conversion(name=name, schema=schema_of(name), body=Sql(to), **said(world, Conversion))


def default_privilege(world: World, name: str) -> DefaultPrivilege:
    schemas = world.keyed("schema")
    role = world.one(("", f" for role {world.one(ROLES)}"))
    s = world.one((None, *schemas))
    what = world.one((("tables", "select"), ("tables", "all"), ("functions", "execute"), ("sequences", "usage"), ("types", "usage")))
    to = world.one(ROLES)
    verb = f"grant {what[1]} on {what[0]} to {to}" if s or world.some(0.7) else "revoke execute on functions from public"
    place = f" in schema {s}" if s else ""
    return DefaultPrivilege(name=name, body=Sql.of(f"{role}{place} {verb}", *([f"schema {s}"] if s else [])))
