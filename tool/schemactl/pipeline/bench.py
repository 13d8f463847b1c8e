"""The workbench of a run: a scratch server of live's major version, and databases on it that hold either side of a comparison."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from ..adapters.binaries import Binaries, newest_dump
from ..adapters.database import Database, connect
from ..adapters.scratch import ScratchServer, cached_template, open_server, scratch_database
from ..catalog import READ_ONLY, Scope, read
from ..config import Settings
from ..desired import build, digest
from ..model import Catalog
from ..prove import copy_schema, create_roles, roles
from ..supabase import PLATFORM_SCHEMAS, base_sql, is_supabase

Report = Callable[[str], None]
DEFAULT_MAJOR = 17
LIVE_OPTIONS = {"default_transaction_read_only": "on", "lock_timeout": "5s", "statement_timeout": "2min"}
NEEDS_ICU = """select datlocprovider = 'i' from pg_database where datname = current_database()
               union all select true from pg_collation where collprovider = 'i' and oid >= 16384"""


@dataclass(frozen=True, slots=True)
class Live:
    """What a run must know of a database that is there: its facts, and what a scratch server needs to imitate it."""

    url: str
    major: int
    user: str
    needs_icu: bool
    roles: tuple[str, ...]
    schemas: frozenset[str]
    catalog: Catalog
    scope: Scope

    @property
    def is_supabase(self) -> bool:
        return is_supabase(self.schemas, self.roles)


def look(url: str, settings: Settings, scope: Scope | None = None) -> Live:
    """Reads a database, in one read-only snapshot with a lock timeout.

    Raises:
        ConnectionFailure, DatabaseError
    """
    with connect(url, options=LIVE_OPTIONS) as database, database.transaction(READ_ONLY):
        names = roles(database)
        schemas = frozenset(n for (n,) in database.rows("select quote_ident(nspname) from pg_namespace"))
        ours = scope or scope_for(settings, is_supabase(schemas, names))
        return Live(
            url=url,
            major=database.major,
            user=str(database.value("select quote_ident(current_user)")),
            needs_icu=any(found for (found,) in database.rows(NEEDS_ICU)),
            roles=names,
            schemas=schemas,
            catalog=read(database, ours),
            scope=ours,
        )


def scope_for(settings: Settings, supabase_found: bool) -> Scope:
    """What is compared: all but the ledger, and on Supabase all but the platform's own schemas."""
    platform = settings.platform == "supabase" or (settings.platform == "auto" and supabase_found)
    return Scope().without(PLATFORM_SCHEMAS) if platform else Scope()


@dataclass(frozen=True, slots=True)
class Bench:
    """An open scratch server and what belongs to the run."""

    server: ScratchServer
    settings: Settings
    scope: Scope
    binaries: Binaries
    platform: bool
    owner: str

    @contextmanager
    def copy_of(self, live: Live) -> Iterator[str]:
        """A scratch database with live's schema and no rows; yields its name."""
        with scratch_database(self.server) as name:
            with connect(self.server.url(name)) as admin:
                copy_schema(live.url, admin, self.binaries, lock_timeout=self.settings.lock_timeout)
            yield name

    @contextmanager
    def built_from(self, folder: Path) -> Iterator[str]:
        """A scratch database with the state that the schema files say; yields its name."""
        key = f"{digest(folder)} platform={self.platform} owner={self.owner}"
        template = cached_template(self.server, key, lambda name: self._build(folder, name))
        with scratch_database(self.server, template=template) as name:
            yield name

    @contextmanager
    def twin_of(self, name: str) -> Iterator[str]:
        """A scratch database equal to another one that nobody is connected to."""
        with scratch_database(self.server, template=name) as twin:
            yield twin

    def database(self, name: str) -> Database:
        """A connection as the plain role that stands for live's owner."""
        return connect(self.server.owner_url(name))

    def url(self, name: str) -> str:
        """The superuser's connection string, for dumps and copies."""
        return self.server.url(name)

    def _build(self, folder: Path, name: str) -> None:
        with connect(self.server.url(name)) as admin, self.database(name) as database:
            if self.platform:
                admin.execute(base_sql())
            build(database, folder, escalate=admin.execute)


@contextmanager
def open_bench(settings: Settings, live: Live | None, others: tuple[Live, ...] = ()) -> Iterator[Bench]:
    """A scratch server that imitates `live`; without one, of the default major version. `others` bring their roles along."""
    known = [l for l in (live, *others) if l]
    first = known[0] if known else None
    owner = first.user if first else "postgres"
    platform = settings.platform == "supabase" or (settings.platform == "auto" and any(l.is_supabase for l in known))
    with ExitStack() as stack:
        server = stack.enter_context(
            open_server(
                settings,
                major=first.major if first else None,
                needs_icu=any(l.needs_icu for l in known),
                owner=owner,
            )
        )
        with connect(server.url()) as admin:
            create_roles(admin, sorted({r for l in known for r in l.roles}), owner)
        scope = first.scope if first else scope_for(settings, platform)
        yield Bench(server, settings, scope, newest_dump(server.major), platform, owner)
