"""Stand-ins for extensions that the scratch server lacks: the same objects without the library, read from a database that has it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from ..adapters.database import Database
from ..adapters.sql import quote_ident, quote_literal, tree

INSTALLED = """select e.extname::text, quote_ident(n.nspname), e.extversion::text, e.extrelocatable
                 from pg_catalog.pg_extension e join pg_catalog.pg_namespace n on n.oid = e.extnamespace
                where e.extname <> 'plpgsql' order by 1"""
AVAILABLE = "select name::text, version::text from pg_catalog.pg_available_extension_versions"
CREATED = re.compile(r'^CREATE EXTENSION IF NOT EXISTS (?P<name>"(?:[^"]|"")+"|\w+) WITH SCHEMA (?P<schema>"(?:[^"]|"")+"|\w+);$', re.M)
"""How pg_dump says that an extension is there."""
SHIPPED = re.compile(r"-- version (?P<version>[\w.]+)(?:, schema (?P<schema>\w+))?\n")
"""How a file of extensions/ begins."""
OF_EVERY_PROJECT = ("pgcrypto", "uuid-ossp", "pg_stat_statements", "pg_graphql", "supabase_vault")
"""What a new project has installed."""


@dataclass(frozen=True, slots=True)
class Installed:
    """An extension as a database has it; `schema` is quoted."""

    name: str
    schema: str
    version: str
    relocatable: bool


@dataclass(frozen=True, slots=True)
class StandIn:
    """`objects` make what the extension brings. `unfit`: what of it has no stand-in and is needed, each with the reason."""

    extension: Installed
    objects: str
    unfit: tuple[str, ...] = ()

    @property
    def script(self) -> str:
        """Makes the extension in one transaction, for a superuser."""
        e = self.extension
        schema = "" if e.schema == "pg_catalog" else f"create schema if not exists {e.schema};"
        return f"""{schema}
select pg_catalog.set_config('search_path', {quote_literal(e.schema)}, true),
       pg_catalog.set_config('check_function_bodies', 'off', true),
       pg_catalog.set_config('schemactl.extension', {quote_literal(e.name)}, true);
{_row(e)};
{self.objects}
{_file("adopt.sql")}"""


@dataclass(frozen=True, slots=True)
class Extensions:
    """How live's extensions come to be on a scratch server: `having` are live's, `can` what the server has, as (name, version)."""

    having: Mapping[str, Installed] = field(default_factory=dict)
    can: frozenset[tuple[str, str]] = frozenset()
    standing_in: Mapping[str, StandIn] = field(default_factory=dict)

    @classmethod
    def between(cls, live: Database, having: Iterable[Installed], server: Database) -> Extensions:
        """In live's version where the server has that, else as a stand-in, else in the server's own version. Only reads."""
        known, can = {e.name: e for e in having}, available(server)
        names = {name for name, _ in can}
        found = {e.name: _stand_in(live, e) for e in known.values() if (e.name, e.version) not in can}
        return cls(known, can, {name: s for name, s in found.items() if name not in names or not s.unfit})

    @property
    def unfit(self) -> tuple[str, ...]:
        """Why the server cannot imitate live, a line a reason; none where it can."""
        return tuple(f"extension {name}, {reason}" for name, s in self.standing_in.items() for reason in s.unfit)

    def in_dump(self, dump: str) -> str:
        """pg_dump's output, in which each extension comes to be as it must."""
        return CREATED.sub(lambda found: f"{self._made(_bare(found['name']), found[0].rstrip(';'), found['schema'])};", dump)

    def instead(self, statement: str) -> str:
        """What to run, as a superuser, for a `create extension` of a schema file; empty where the statement is right as it is."""
        said = tree(statement)
        name, options = str(said["extname"]), {o["def_elem"]["defname"]: o["def_elem"] for o in said.get("options", ())}
        if "new_version" in options:
            return ""
        schema = quote_ident(_value(options["schema"])) if "schema" in options else ""
        made = self._made(name, statement, schema)
        if name in self.standing_in and schema not in ("", self.having[name].schema):
            made += f"\nalter extension {quote_ident(name)} set schema {schema};"
        return "" if made == statement else made

    def of_every_project(self, there: Collection[str]) -> str:
        """What makes those extensions of a new Supabase project that are not there."""
        names = [n for n in OF_EVERY_PROJECT if n not in there]
        return ";\n".join(self._made(n, f"create extension if not exists {quote_ident(n)} with schema extensions") for n in names)

    def _made(self, name: str, statement: str, schema: str = "") -> str:
        if name in self.standing_in:
            return self.standing_in[name].script
        if not any(n == name for n, _ in self.can) and (shipped := _shipped(name, schema)):
            return shipped.script
        extension = self.having.get(name)
        versioned = extension is not None and (name, extension.version) in self.can
        return f"{statement} version {quote_literal(extension.version)}" if extension and versioned else statement


def available(server: Database) -> frozenset[tuple[str, str]]:
    """Names and versions of what the server can install."""
    return frozenset(server.rows(AVAILABLE))


def installed(database: Database) -> tuple[Installed, ...]:
    """The extensions of the database, plpgsql left out."""
    return tuple(Installed(*row) for row in database.rows(INSTALLED))


def _stand_in(database: Database, extension: Installed) -> StandIn:
    # with an empty path every name is printed with its schema
    path = database.value("select pg_catalog.current_setting('search_path')")
    database.execute("select pg_catalog.set_config('search_path', '', false)")
    try:
        objects = database.rows(_file("standins.sql"), {"extension": extension.name})
        reasons = _needed(database, [(classid, objid, why) for _, _, _, _, why, classid, objid in objects if why])
    finally:
        database.execute("select pg_catalog.set_config('search_path', %s, false)", (path,))
    made = [sql for _, _, _, sql, why, _, _ in objects if sql and not why]
    return StandIn(extension, "".join(f"{sql.rstrip(';')};\n" for sql in made) + _working(extension.name), reasons)


def _working(name: str) -> str:
    """What a stand-in does although the library is missing; empty for most."""
    try:
        return _file(f"extensions/{name}.working.sql")
    except OSError:
        return ""


def _shipped(name: str, schema: str) -> StandIn | None:
    """One that comes with us, for what a project may install and live, if there is one, does not have."""
    try:
        text = _file(f"extensions/{name}.sql")
    except OSError:
        return None
    head = SHIPPED.match(text)
    home = schema or (head and head["schema"]) or "extensions"
    return StandIn(Installed(name, home, head["version"] if head else "", relocatable=False), text)


def _needed(database: Database, unfit: Sequence[tuple[int, int, str]]) -> tuple[str, ...]:
    """What nobody's object uses need not be there."""
    if not unfit:
        return ()
    columns = [list(column) for column in zip(*unfit, strict=True)]
    return tuple(f"{what}: {why}, and {user} needs it" for what, why, user in database.rows(_file("needed.sql"), columns))


def _row(extension: Installed) -> str:
    """What CREATE EXTENSION writes about itself: https://www.postgresql.org/docs/current/catalog-pg-extension.html"""
    name, version = quote_literal(extension.name), quote_literal(extension.version)
    schema = f"{quote_literal(extension.schema)}::pg_catalog.regnamespace"
    return f"""with made as (
    insert into pg_catalog.pg_extension (oid, extname, extowner, extnamespace, extrelocatable, extversion)
    select pg_catalog.pg_nextoid('pg_catalog.pg_extension', 'oid', 'pg_catalog.pg_extension_oid_index'), {name}, r.oid, {schema},
           {str(extension.relocatable).lower()}, {version}
      from pg_catalog.pg_roles r where r.rolname = current_user
    returning oid, extnamespace
)
insert into pg_catalog.pg_depend (classid, objid, objsubid, refclassid, refobjid, refobjsubid, deptype)
select 'pg_catalog.pg_extension'::pg_catalog.regclass, oid, 0,
       'pg_catalog.pg_namespace'::pg_catalog.regclass, extnamespace, 0, 'n' from made"""


def _value(option: Mapping[str, Any]) -> str:
    return str(option["arg"]["string"]["sval"])


def _bare(name: str) -> str:
    return name.strip('"').replace('""', '"')


@cache
def standins_digest() -> str:
    """Changes with what a release makes stand-ins of: a base that another one made is of no use."""
    home = files(__package__)
    scripts = [*home.iterdir(), *home.joinpath("extensions").iterdir()]
    texts = sorted(script.read_text(encoding="utf-8") for script in scripts if script.name.endswith(".sql"))
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()[:16]


@cache
def _file(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")
