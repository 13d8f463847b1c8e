"""The workbench of a run: a scratch server of live's major version, and databases on it that hold either side of a comparison."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from ..adapters.binaries import Binaries, newest_dump
from ..adapters.cache import Cache
from ..adapters.database import Database, connect
from ..adapters.dump import dump_schema, executable
from ..adapters.scratch import ScratchServer, cached_template, open_server, scratch_database
from ..adapters.sql import quote_ident, tree
from ..catalog import Scope, catalog, queries_digest, read, read_rows
from ..config import Settings
from ..desired import build, digest
from ..errors import DatabaseError, EnvironmentFailure
from ..model import Catalog
from ..prove import copy_schema, create_roles, fill_materialized_views
from ..prove import roles as all_roles
from ..supabase import (
    HOSTS,
    Extensions,
    available,
    base_sql,
    copyable,
    managed_part,
    standins_digest,
)
from .look import LIVE_OPTIONS, Live, on_platform, scope_for

Report = Callable[[str], None]
DEFAULT_OWNER = "postgres"
FACTS, BASES = "facts", "bases"
HAS_EXTENSION = "select exists (select from pg_catalog.pg_extension where extname = %s)"
OWNERS = """select distinct quote_ident(r.rolname) from pg_class c join pg_roles r on r.oid = c.relowner
             where c.relkind in ('r', 'p') and c.oid >= 16384 and not r.rolsuper and (%(any)s or not (r.rolcreaterole or r.rolbypassrls))
               and not pg_has_role(%(role)s, r.oid, 'usage') order by 1"""


def facts_key(folder: Path, major: int, *, base: str, owner: str) -> str:
    """What the facts of a folder's state hang on: files, major version, base, owner, and the queries that read them."""
    return f"{digest(folder)} {major} base={base} owner={owner} {queries_digest()}"


def known_facts(settings: Settings, folder: Path, live: Live) -> Catalog | None:
    """The facts that the folder's files build, where an earlier run has built them for a database like `live`."""
    key = facts_key(folder, live.major, base=_base_key(live), owner=live.owner)
    rows = Cache(settings, FACTS).get(key)
    return catalog(rows, live.scope, live.major) if rows else None


def _base_key(live: Live | None, *, platform: bool = False) -> str:
    """Which base a desired state is built on: that of a project, the one that stands in for a project, or none."""
    return f"{live.platform} {live.extensions} {standins_digest()}" if live else f"{platform} {standins_digest()}"


@dataclass(frozen=True, slots=True)
class Bench:
    """An open scratch server and what belongs to the run. `live` is what it imitates, if anything; `platform`: whether that is Supabase."""

    server: ScratchServer
    settings: Settings
    scope: Scope
    binaries: Binaries
    platform: bool
    live: Live | None = None
    extensions: Extensions = field(default_factory=Extensions)

    @contextmanager
    def copy_of(self, live: Live) -> Iterator[str]:
        """A scratch database with live's schema, and of its rows those alone that are declared data; yields its name."""
        with scratch_database(self.server) as name:
            copy_schema(
                live.url,
                self.server.url(name),
                self.binaries,
                lock_timeout=self.settings.lock_timeout,
                has_public="public" in live.schemas,
                subscriptions=self.scope.roles,
                exclude_relations=live.unreadable,
                adapted=self._adapted,
            )
            with self.database(name) as database:
                fill_materialized_views(database)
                _declare(database, live.catalog)
            yield name

    @contextmanager
    def built_from(self, folder: Path) -> Iterator[str]:
        """A scratch database with the state that the schema files say; yields its name."""
        key = f"{digest(folder)} {self.server.version} base={self._base} owner={self.server.owner}"
        template = cached_template(self.server, key, lambda name: self._build(folder, name))
        with scratch_database(self.server, template=template) as name:
            yield name

    @contextmanager
    def base(self) -> Iterator[str]:
        """A scratch database with what every desired state is built on; yields its name."""
        with scratch_database(self.server) as name:
            self._lay_base(name)
            yield name

    def facts_of_built(self, folder: Path, database: Database) -> Catalog:
        """The facts of a database that `built_from` the folder, kept for later runs."""
        rows = read_rows(database)
        key = facts_key(folder, self.server.major, base=self._base, owner=self.server.owner)
        Cache(self.settings, FACTS).put(key, rows)
        return catalog(rows, self.scope, self.server.major)

    @contextmanager
    def twin_of(self, name: str) -> Iterator[str]:
        """A scratch database equal to another one that nobody is connected to."""
        with scratch_database(self.server, template=name) as twin:
            yield twin

    @contextmanager
    def empty(self) -> Iterator[str]:
        """A scratch database with nothing in it."""
        with scratch_database(self.server) as name:
            yield name

    def database(self, name: str) -> Database:
        """A connection as the plain role that stands for live's owner: whatever a schema file made runs as that role only."""
        return connect(self.server.owner_url(name))

    @contextmanager
    def standing_in(self, name: str) -> Iterator[None]:
        """For the block the plain role has the rights of whoever owns a table of the database, superusers left out.

        From 16 on it cannot become them, which would give it their attributes too: the manual, GRANT on roles.
        """
        if self.server.owner == self.server.admin:
            yield
            return
        with connect(self.server.url(name)) as admin:
            role = admin.value("select quote_ident(%s)", (self.server.owner,))
            without_set = self.server.major >= 16
            owners = [o for (o,) in admin.rows(OWNERS, {"role": self.server.owner, "any": without_set})]
            for owner in owners:
                admin.execute(f"grant {owner} to {role}{' with inherit true, set false' if without_set else ''}")
            try:
                yield
            finally:
                for owner in owners:
                    admin.execute(f"revoke {owner} from {role}")

    def url(self, name: str) -> str:
        """The superuser's connection string, for dumps and copies."""
        return self.server.url(name)

    def _adapted(self, dump: str) -> str:
        return self.extensions.in_dump(copyable(dump, self.live.unreadable if self.live else ()) if self.platform else dump)

    @property
    def _base(self) -> str:
        return _base_key(self.live, platform=self.platform)

    def _lay_base(self, name: str) -> None:
        if self.platform:
            with connect(self.server.url(name)) as admin:
                admin.execute(self._base_sql(admin))
                _be_guest(admin, self.server)

    def _build(self, folder: Path, name: str) -> None:
        self._lay_base(name)
        with self.database(name) as database:
            build(database, folder, escalate=lambda sql: self._escalated(name, sql), install=lambda sql: self.installed(name, sql))

    def _base_sql(self, admin: Database) -> str:
        """What the desired state is built on: what the platform keeps in live, else what every project begins with."""
        if not (self.live and self.live.is_supabase):
            return base_sql(admin)
        cache, key = Cache(self.settings, BASES), f"{self._base} {self.live.major} {self.server.version}"
        if not (text := cache.get(key)):
            dump = dump_schema(
                self.live.url,
                self.binaries,
                lock_timeout=self.settings.lock_timeout,
                exclude_relations=self.live.unreadable,
                subscriptions=False,
            )
            text = executable(self._adapted(managed_part(dump)))
            cache.put(key, text)
        return str(text)

    def installed(self, name: str, statement: str) -> bool:
        """Makes an extension as live has it, where the server would make another or none."""
        script = self.extensions.instead(statement)
        with connect(self.server.url(name)) as admin:
            there = self.platform and admin.value(HAS_EXTENSION, (tree(statement)["extname"],))
            if script and not there:
                admin.execute(script)
        return bool(script or there)

    def _escalated(self, name: str, sql: str) -> None:
        """Runs one statement with the plain role lifted to superuser for as long as it takes, so that what it makes has the right owner."""
        if self.server.owner == self.server.admin:
            self._run_as_owner(name, sql)
            return
        with connect(self.server.url()) as admin:
            role = admin.value("select quote_ident(%s)", (self.server.owner,))
            admin.execute(f"alter role {role} superuser")
            try:
                self._run_as_owner(name, sql)
            finally:
                admin.execute(f"alter role {role} nosuperuser")

    def _run_as_owner(self, name: str, sql: str) -> None:
        with self.database(name) as database:
            database.execute(sql)


@contextmanager
def open_bench(settings: Settings, *known: Live) -> Iterator[Bench]:
    """A scratch server that imitates the databases it is given, the first before all; without any, of the default major version."""
    first = known[0] if known else None
    platform = on_platform(settings, found=any(live.is_supabase for live in known))
    with open_server(
        settings,
        major=first.major if first else None,
        needs_icu=any(live.needs_icu for live in known),
        owner=first.owner if first else DEFAULT_OWNER,
    ) as server:
        with connect(server.url()) as admin:
            owner = str(admin.value("select quote_ident(%s)", (server.owner,)))
            made = create_roles(admin, _roles_of(known) - {owner}, owner)
            if first and first.scope.roles:
                _give_attributes(admin, first.catalog)
            extensions = _extensions(first, admin)
            if platform:
                _be_guest(admin, server)
        scope = first.scope if first else scope_for(settings, supabase_found=platform)
        try:
            yield Bench(server, settings, scope, newest_dump(server.major), platform, first, extensions)
        finally:
            _drop_roles(server, made)


def _declare(database: Database, catalog: Catalog) -> None:
    """Makes the declared data of the catalog, which no dump of a schema has."""
    for fact in catalog.values():
        if fact.READ_FROM and (change := fact.create(catalog)):
            for statement in change.forms[0]:
                database.execute(statement.sql)


def _be_guest(admin: Database, server: ScratchServer) -> None:
    """Lets the plain role hang policies on the platform's tables, as a project's owner may: by a membership of their owners."""
    if server.owner != server.admin:
        for host in sorted(set(all_roles(admin)) & set(HOSTS)):
            admin.execute(f"grant {host} to {quote_ident(server.owner)}")


def _extensions(live: Live | None, server: Database) -> Extensions:
    """How live's extensions come to be on the server.

    Raises:
        EnvironmentFailure: one is missing there, and what live needs of it cannot be stood in for.
    """
    if not live:
        return Extensions(can=available(server))
    with connect(live.url, options=LIVE_OPTIONS) as database:
        found = Extensions.between(database, live.extensions, server)
    if found.unfit:
        raise EnvironmentFailure(
            "the scratch server lacks an extension of live's, which no stand-in can replace:\n  " + "\n  ".join(found.unfit),
            hint="Name an image that has it in the settings (scratch.image), with a Docker engine, or a server of yours (scratch.url).",
        )
    return found


def _roles_of(known: Sequence[Live]) -> set[str]:
    """The roles that must be there before anything is built: where roles are compared, those of the start alone."""
    return {role for live in (known[:1] if known and known[0].scope.roles else known) for role in live.roles}


def _give_attributes(admin: Database, catalog: Catalog) -> None:
    """Turns bare roles into those of the catalog."""
    here = read(admin, Scope(roles=True))
    for key, fact in catalog.items():
        if not fact.OF_CLUSTER or fact.FOR_SUPERUSERS or here.get(key) == fact:
            continue
        change = here[key].alter(fact, here, catalog) if key in here else fact.create(catalog)
        for statement in change.forms[0] if change and change.forms else ():
            admin.execute(statement.sql)


def _drop_roles(server: ScratchServer, names: Sequence[str]) -> None:
    """On the user's own server nothing stays; a private one cleans up when it is next opened, and keeps what its templates need."""
    if server.persistent:
        return
    with connect(server.url()) as admin:
        for name in reversed(names):
            # a member, or an owner in somebody else's database, cannot go: it was not ours to know
            with suppress(DatabaseError):
                admin.execute(f"drop role if exists {name}")
